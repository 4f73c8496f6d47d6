import {
  addressToText,
  asAddress,
  reservedAddresses,
  reservedPublicKeys,
} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {checkDocument, type Document, documentProblems} from "../../src/genesis/index.ts";
import {Proposal} from "../../src/governance/index.ts";
import {Account, DebondingDelegation, Delegation} from "../../src/staking/index.ts";
import {key, runtimeId} from "../support.ts";
import {debugChecks, goodDocument} from "./goodDocument.ts";

const good = goodDocument();
const {consensus, registry, roothash, staking, governance} = good;
const reserved = reservedAddresses.commonPool;
const reservedText = addressToText(reserved);
const [anyone] = [...(staking.ledger?.keys() ?? [])];
const [node] = registry.nodes ?? [];
const [entity] = registry.entities ?? [];

function withConsensus(change: Partial<typeof consensus.parameters>): Document {
  return {...good, consensus: {...consensus, parameters: {...consensus.parameters, ...change}}};
}

function withStaking(change: Partial<typeof staking>): Document {
  return {...good, staking: {...staking, ...change}};
}

function withRegistry(change: Partial<typeof registry>): Document {
  return {...good, registry: {...registry, ...change}};
}

function withGovernance(change: Partial<typeof governance>): Document {
  return {...good, governance: {...governance, ...change}};
}

function ledgerWith(account: Account | null, address = reserved): BytesMap<typeof reserved, Account | null> {
  return new BytesMap([...(staking.ledger ?? []), [address, account] as const]);
}

function verdict(document: Document, change: Partial<typeof debugChecks> = {}): readonly unknown[] | null {
  const error = checkDocument(document, {...debugChecks, ...change});
  return error === null ? null : [error.code, error.message];
}

const timeoutTooShort = "consensus: sanity check failed: timeout commit must be >= 1ms";

describe("a genesis document (consensus-core §2.7)", () => {
  test("that a network started with is good, in debug mode only", () => {
    expect(verdict(good)).toBeNull();
    expect(documentProblems(good, debugChecks)).toEqual([]);
    expect(verdict(good, {debugAllowed: false})).toEqual([
      "consensus",
      "consensus: sanity check failed: state checkpoint interval must be >= 1000",
    ]);
  });

  test("is refused for the first of its problems, and all can be listed", () => {
    const bad = {...withConsensus({timeoutCommit: 0n}), chainId: " \t\u2003", haltEpoch: asEpoch(0n)};
    const late = {...bad, beacon: {...good.beacon, base: asEpoch(1n)}};
    expect(verdict(late)).toEqual(["document", "genesis: sanity check failed: chain ID must not be empty"]);
    expect(documentProblems(late, debugChecks).map(({message}) => message)).toEqual([
      "genesis: sanity check failed: chain ID must not be empty",
      timeoutTooShort,
      "genesis: sanity check failed: halt epoch is in the past",
    ]);
  });

  test("begins at height 1 or later", () => {
    expect(verdict({...good, height: asHeight(0n)})).toEqual([
      "document",
      "genesis: sanity check failed: height must be >= 1",
    ]);
  });
});

describe("the consensus part of a genesis document", () => {
  test("has a commit timeout unless that is skipped", () => {
    expect(verdict(withConsensus({timeoutCommit: 999_999n}))).toEqual(["consensus", timeoutTooShort]);
    expect(verdict(withConsensus({timeoutCommit: 0n, skipTimeoutCommit: true}))).toBeNull();
  });

  test("has sensible checkpoints, if any, outside debug mode", () => {
    const parameters = {stateCheckpointNumKept: 0n, stateCheckpointChunkSize: (1n << 20n) - 1n};
    const bad = withConsensus({...parameters, stateCheckpointInterval: 999n});
    expect(verdict(bad)).toBeNull();
    const problems = documentProblems(bad, {...debugChecks, debugAllowed: false});
    expect(problems.filter(({code}) => code === "consensus").map(({message}) => message)).toEqual([
      "consensus: sanity check failed: state checkpoint interval must be >= 1000",
      "consensus: sanity check failed: number of kept state checkpoints must be > 0",
      "consensus: sanity check failed: state checkpoint chunk size must be >= 1 MiB",
    ]);
    const off = withConsensus({...parameters, stateCheckpointInterval: 0n});
    expect(verdict(off, {debugAllowed: false})?.[0]).toBe("registry");
  });

  test("blacklists no key twice, and none that is blacklisted anyway", () => {
    const publicKeyBlacklist = [key(1), key(2), key(1)];
    expect(verdict(withConsensus({publicKeyBlacklist}))?.[1]).toMatch(
      /^consensus: sanity check failed: redundant blacklisted public key: 'AQAA.*='$/,
    );
    expect(verdict(withConsensus({publicKeyBlacklist: [reservedPublicKeys.commonPool]}))?.[1]).toMatch(
      /^consensus: sanity check failed: public key already in blacklist: 'Gr4R7cAB.*='$/,
    );
  });
});

describe("what the reference crashes on is refused (consensus-core §14)", () => {
  const proposal = Proposal.make({
    id: 1n,
    submitter: anyone ?? reserved,
    content: {upgrade: null, cancelUpgrade: {proposalId: 9n}},
  });
  test.each<readonly [string, Document]>([
    ["registry: sanity check failed: node is null", withRegistry({nodes: [null]})],
    [
      `staking: sanity check failed: account ${reservedText} is null`,
      withStaking({ledger: ledgerWith(null)}),
    ],
    [
      `roothash: sanity check failed: state of runtime ${"80".padEnd(64, "0")} is null`,
      {...good, roothash: {...roothash, runtimeStates: new BytesMap([[runtimeId, null]])}},
    ],
    ["keymanager: sanity check failed: status is null", {...good, keymanager: {statuses: [null]}}],
    ["governance: proposals sanity check failed: proposal is null", withGovernance({proposals: [null]})],
    [
      "governance: votes sanity check failed: proposal 1: vote is null",
      withGovernance({proposals: [proposal], voteEntries: new Map([[1n, [null]]])}),
    ],
  ])("%s", (message, document) => {
    expect(verdict(document)?.[1]).toBe(message);
  });

  test("a null delegation of either kind", () => {
    const delegations = new BytesMap([[anyone ?? reserved, new BytesMap([[reserved, null]])]]);
    const debondingDelegations = new BytesMap([[anyone ?? reserved, new BytesMap([[reserved, [null]]])]]);
    const all = documentProblems(withStaking({delegations, debondingDelegations}), debugChecks);
    expect(all.filter(({message}) => message.endsWith("delegation is null"))).toHaveLength(2);
  });
});

describe("the registry part of a genesis document", () => {
  test("with a null entity or runtime is refused as the reference does", () => {
    expect(verdict(withRegistry({entities: [null]}))?.[1]).toBe(
      "entity sanity check failed: registry: invalid argument",
    );
    expect(verdict(withRegistry({suspendedRuntimes: [null]}))?.[1]).toBe(
      "runtime sanity check failed: registry: invalid argument: no runtime given",
    );
  });

  test("names entities before nodes, and each node's entity", () => {
    expect(verdict(withRegistry({entities: null}))?.[1]).toMatch(/references a missing entity$/);
    const unsigned = {untrustedRawValue: new Uint8Array(), signatures: null};
    expect(verdict(withRegistry({nodes: [unsigned]}))?.[1]).toBe(
      "registry: sanity check failed: unable to open signed node",
    );
  });

  test("uses no key that the document blacklists", () => {
    const keyOf = entity?.signature.publicKey ?? key(1);
    expect(verdict(withConsensus({publicKeyBlacklist: [keyOf]}))?.[1]).toMatch(
      /^registry: sanity check failed: entity public key blacklisted/,
    );
    // The second to sign is the P2P, TLS or consensus key of the node.
    const subkeys = (node?.signatures ?? []).map(({publicKey}) => publicKey).slice(1);
    for (const subkey of subkeys)
      expect(verdict(withConsensus({publicKeyBlacklist: [subkey]}))?.[1]).toMatch(/uses blacklisted key/);
  });

  test("needs stake for what it registers, unless stake is bypassed", () => {
    const thresholds = new Map([...(staking.parameters.thresholds ?? [])].map(([kind]) => [kind, 1n << 70n]));
    const poor = withStaking({parameters: {...staking.parameters, thresholds}});
    expect(verdict(poor)?.[1]).toMatch(
      /^insufficient stake for account oasis1.*: staking: insufficient stake$/,
    );
    const parameters = {...registry.parameters, debugBypassStake: true};
    expect(verdict({...poor, registry: {...registry, parameters}})).toBeNull();
  });
});

describe("the staking part of a genesis document", () => {
  const pool = {balance: 1n, totalShares: 0n};
  const {totalSupply} = staking;

  test.each<readonly [string, Document]>([
    [
      "fee split proportions are all zero",
      withStaking({
        parameters: {
          ...staking.parameters,
          feeSplitWeightPropose: 0n,
          feeSplitWeightVote: 0n,
          feeSplitWeightNextPropose: 0n,
        },
      }),
    ],
    [
      "threshold for kind 'entity' not defined",
      withStaking({parameters: {...staking.parameters, thresholds: null}}),
    ],
    ["token symbol should match '^[A-Z]+$'", withStaking({tokenSymbol: "GOLD\n"})],
    ["token symbol exceeds maximum length", withStaking({tokenSymbol: "GOLDGOLDG"})],
    ["token value exponent is invalid", withStaking({tokenValueExponent: 21})],
    [`account has invalid address: ${reservedText}`, withStaking({ledger: ledgerWith(Account.make({}))})],
    [
      `delegation specified for a nonexisting account: ${reservedText}`,
      withStaking({delegations: new BytesMap([[reserved, null]])}),
    ],
    [
      `debonding delegation specified for a nonexisting account: ${reservedText}`,
      withStaking({debondingDelegations: new BytesMap([[reserved, null]])}),
    ],
  ])("%s", (reason, document) => {
    expect(verdict(document, {})?.[1]).toMatch(/^(staking: sanity check failed|insufficient stake)/);
    const all = documentProblems(document, debugChecks).map(({message}) => message);
    expect(all).toContain(`staking: sanity check failed: ${reason}`);
  });

  test("has a balance only in pools with delegations", () => {
    const account = Account.make({escrow: {...Account.zero().escrow, active: pool, debonding: pool}});
    const document = withStaking({ledger: ledgerWith(account, newcomer()), totalSupply: totalSupply + 2n});
    const text = addressToText(newcomer());
    expect(documentProblems(document, debugChecks).map(({message}) => message)).toEqual([
      `staking: sanity check failed: account ${text} has no delegations, but non-zero active escrow balance`,
      `staking: sanity check failed: account ${text} has no debonding delegations, but non-zero debonding escrow balance`,
    ]);
  });

  test("delegates between accounts that are not the protocol's own", () => {
    const shares = {balance: 1n, totalShares: 1n};
    const account = Account.make({escrow: {...Account.zero().escrow, active: shares, debonding: shares}});
    const delegations = new BytesMap([
      ...(staking.delegations ?? []),
      [newcomer(), new BytesMap([[reserved, Delegation.make({shares: 1n})]])] as const,
    ]);
    const debondingDelegations = new BytesMap([
      ...(staking.debondingDelegations ?? []),
      [newcomer(), new BytesMap([[reserved, [DebondingDelegation.make({shares: 1n})]]])] as const,
    ]);
    const ledger = ledgerWith(account, newcomer());
    const document = withStaking({ledger, delegations, debondingDelegations, totalSupply: totalSupply + 2n});
    const pair = `from ${reservedText} to ${addressToText(newcomer())}: delegator address is invalid`;
    expect(documentProblems(document, debugChecks).map(({message}) => message)).toEqual([
      `staking: sanity check failed: delegation ${pair}`,
      `staking: sanity check failed: debonding delegation ${pair}`,
    ]);
  });
});

/** An account that the good document does not have. */
function newcomer(): typeof reserved {
  const bytes = reserved.slice();
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return asAddress(bytes);
}
