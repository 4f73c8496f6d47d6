import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, toBase64} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {PrivateKey} from "@oasis-node/primitives/ed25519";
import {asEpoch, asGas, asHeight} from "@oasis-node/primitives/epoch";
import {asPublicKey, asRawSignature, prepare, signingContexts} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {type Document, type TendermintParameters, tendermintGenesis} from "../../src/genesis/index.ts";
import {consensusAddress, type MultiSignedNode, Node, nodeRoles} from "../../src/node/index.ts";
import {Account} from "../../src/staking/index.ts";
import {key} from "../support.ts";
import {debugChecks, goodDocument} from "./goodDocument.ts";

const good = goodDocument();
const {consensus, beacon, staking, registry, scheduler} = good;
const baseEpoch = asEpoch(5n);

function genesisOf(document: Document, debugAllowed = true): ReturnType<typeof tendermintGenesis> {
  return tendermintGenesis(document, {...debugChecks, debugAllowed});
}

function parametersOf(document: Partial<Document>, debugAllowed = true): TendermintParameters {
  return genesisOf({...good, ...document}, debugAllowed).parameters;
}

function debonding(debondingInterval: bigint): Pick<Document, "staking"> {
  const parameters = {...staking.parameters, debondingInterval: asEpoch(debondingInterval)};
  return {staking: {...staking, parameters}};
}

function insecure(interval: bigint, debugMockBackend = false): Pick<Document, "beacon"> {
  return {
    beacon: {...beacon, parameters: {...beacon.parameters, debugMockBackend, insecureParameters: {interval}}},
  };
}

describe("the Tendermint genesis of a recorded chain (consensus-core §3.2)", () => {
  test("is what its engine started with", () => {
    const {appState, validators, ...genesis} = genesisOf(good);
    expect(genesis).toEqual({
      chainId: "544923b9d066ea28b33956e888770d0b24027b7819f7a2c6d3",
      genesisTime: 1795364646985155993n,
      initialHeight: 1n,
      parameters: {
        block: {maxBytes: 22020096n, maxGas: -1n, timeIotaMs: 250n},
        evidence: {maxAgeNumBlocks: 45n, maxAgeDuration: 56_250_000_000n, maxBytes: 1048576n},
        validator: {pubKeyTypes: ["ed25519"]},
        version: {appVersion: 17179869184n},
      },
    });
    expect(validators.map(({power, name}) => [power, name])).toEqual([
      [861111n, "oasis-validator-Nwdiile4AT8neaMgNjpeUpfSEwf04dk8RXdHOqEVKTo="],
    ]);
    expect(appState).toHaveLength(9178);
    expect(appState.slice(0, 12)).toBe('{"height":1,');
  });
});

describe("parameters of the engine", () => {
  test("hold evidence against a validator as long as its stake is debonding", () => {
    const pvssParameters = {
      participants: 3,
      threshold: 2,
      commitInterval: 10n,
      revealInterval: 8n,
      transitionDelay: 2n,
      debugForcedParticipants: null,
    };
    const pvss = {...beacon, parameters: {...beacon.parameters, backend: "pvss", pvssParameters}};
    expect(parametersOf({...debonding(4n), beacon: pvss}).evidence.maxAgeNumBlocks).toBe(80n);
    expect(parametersOf({...debonding(0n), ...insecure(7n)}).evidence.maxAgeNumBlocks).toBe(7n);
    expect(parametersOf({...debonding(0n), ...insecure(7n)}, false).evidence.maxAgeNumBlocks).toBe(0n);
  });

  test("have a default interval for mock epochs in debug mode, and no other", () => {
    expect(parametersOf({...debonding(1n), ...insecure(0n, true)}).evidence.maxAgeNumBlocks).toBe(100n);
    const unknown = /unable to determine epoch interval/;
    expect(() => parametersOf(insecure(0n, true), false)).toThrow(unknown);
    expect(() => parametersOf(insecure(0n))).toThrow(unknown);
    const missing = {...beacon, parameters: {...beacon.parameters, insecureParameters: null}};
    expect(() => parametersOf({beacon: missing})).toThrow(unknown);
    const other = {...beacon, parameters: {...beacon.parameters, backend: "other"}};
    expect(() => parametersOf({beacon: other})).toThrow("tendermint: unknown beacon backend: 'other'");
  });

  test("wrap at 64 bits as the reference's do", () => {
    expect(parametersOf({...debonding(2n ** 63n), ...insecure(2n)}).evidence.maxAgeNumBlocks).toBe(0n);
    const parameters = {
      ...consensus.parameters,
      maxBlockGas: asGas(2n ** 64n - 1n),
      timeoutCommit: 1_999_999n,
    };
    const {block} = parametersOf({consensus: {...consensus, parameters}});
    expect([block.maxGas, block.timeIotaMs]).toEqual([-1n, 1n]);
  });

  test("need the engine that there is, and a height to begin with", () => {
    const otherBackend = {...good, consensus: {...consensus, backend: "other"}};
    expect(() => genesisOf(otherBackend)).toThrow(/incorrect consensus backend: other/);
    expect(() => genesisOf({...good, height: asHeight(0n)})).toThrow(/invalid initial height/);
  });
});

interface Candidate {
  readonly entity: number;
  readonly roles?: number;
  readonly expiration?: bigint;
}

/** A node of the entity with that key; the key of the node itself is made from `seed`. */
function signedNode(
  seed: number,
  {entity, roles = nodeRoles.validator, expiration = 5n}: Candidate,
): MultiSignedNode {
  const privateKey = PrivateKey.fromSeed(new Uint8Array(32).fill(seed));
  const publicKey = asPublicKey(privateKey.publicKey);
  const untrustedRawValue = encode(
    Node,
    Node.make({
      v: 1,
      id: publicKey,
      entityId: key(entity),
      expiration: asEpoch(expiration),
      consensus: {id: key(seed), addresses: null},
      roles,
    }),
  );
  const message = prepare(signingContexts.registerNode, {}, untrustedRawValue);
  return {untrustedRawValue, signatures: [{publicKey, signature: asRawSignature(privateKey.sign(message))}]};
}

/** Stakes of entities 1, 2, … */
function accounts(stakes: readonly bigint[]): NonNullable<Document["staking"]["ledger"]> {
  const entries = stakes.map((balance, index) => {
    const escrow = {...Account.zero().escrow, active: {balance, totalShares: balance}};
    return [stakingAddress(key(index + 1)), Account.make({escrow})] as const;
  });
  return new BytesMap(entries);
}

function network(candidates: readonly Candidate[], stakes: readonly bigint[], limits = {}): Document {
  return {
    ...good,
    beacon: {...beacon, base: baseEpoch},
    registry: {...registry, nodes: candidates.map((candidate, index) => signedNode(index + 1, candidate))},
    staking: {...staking, ledger: accounts(stakes)},
    scheduler: {parameters: {...scheduler.parameters, ...limits}},
  };
}

/** First byte of each validator's consensus key, and its power. */
function elected(document: Document): (readonly [number | undefined, bigint])[] {
  return genesisOf(document).validators.map(({publicKey, power}) => [publicKey[0], power]);
}

describe("the validators with which the engine starts", () => {
  test("are valid nodes with that role, by descending power", () => {
    const candidates = [
      {entity: 1},
      {entity: 2, roles: nodeRoles.computeWorker},
      {entity: 2, roles: nodeRoles.computeWorker | nodeRoles.validator},
      {entity: 2, expiration: 4n},
    ];
    const document = network(candidates, [31n, 64n]);
    expect(elected(document)).toEqual([
      [3, 4n],
      [1, 1n],
    ]);
    const [first] = genesisOf(document).validators;
    const {publicKey} = PrivateKey.fromSeed(new Uint8Array(32).fill(3));
    expect(first?.name).toBe(`oasis-validator-${toBase64(publicKey)}`);
    expect(first?.address).toEqual(consensusAddress(key(3)));
  });

  test("have a power of one without stake or account, or when stake is bypassed", () => {
    const candidates = [{entity: 1}, {entity: 2}, {entity: 9}];
    expect(elected(network(candidates, [15n, 0n])).map(([, power]) => power)).toEqual([1n, 1n, 1n]);
    const bypass = network(candidates, [1600n, 1600n], {debugBypassStake: true});
    expect(elected(bypass).map(([, power]) => power)).toEqual([1n, 1n, 1n]);
  });

  test("are limited per entity, first come first served, but one may always come", () => {
    const candidates = [{entity: 1}, {entity: 1}, {entity: 2}, {entity: 1}];
    const chosen = (maxValidatorsPerEntity: bigint): (number | undefined)[] =>
      elected(network(candidates, [160n, 16n], {maxValidatorsPerEntity})).map(([first]) => first);
    expect(chosen(2n)).toEqual([1, 2, 3]);
    expect(chosen(0n)).toEqual([1, 3]);
  });

  test("are limited in all, those of least power giving way", () => {
    const candidates = [{entity: 1}, {entity: 2}, {entity: 3}];
    expect(elected(network(candidates, [16n, 48n, 32n], {maxValidators: 2n}))).toEqual([
      [2, 3n],
      [3, 2n],
    ]);
    expect(() => elected(network(candidates, [], {maxValidators: -1n}))).toThrow(
      /max_validators is negative/,
    );
  });

  test("cannot be told of nodes that do not verify, or of too much stake", () => {
    const document = network([{entity: 1}], [2n ** 67n]);
    expect(() => elected(document)).toThrow(/computing voting power .* is too many base units/);
    const [node] = document.registry.nodes ?? [];
    const unsigned = node ? {...node, signatures: null} : null;
    const withNode = (one: MultiSignedNode | null): Document => ({
      ...document,
      registry: {...registry, nodes: [one]},
    });
    expect(() => elected(withNode(unsigned))).toThrow(/failed to verify validator/);
    expect(() => elected(withNode(null))).toThrow(/node is null/);
  });
});
