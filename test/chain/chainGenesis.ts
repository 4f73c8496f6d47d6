import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {asPublicKey, prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {entityVersions, SignedEntity} from "@oasis-node/state-transition/entity";
import {type Document, parseDocument} from "@oasis-node/state-transition/genesis";
import {
  MultiSignedNode,
  Node,
  type NodeAddress,
  nodeRoles,
  nodeVersion,
} from "@oasis-node/state-transition/node";
import {
  Account,
  Delegation,
  EscrowAccount,
  GeneralAccount,
  SharePool,
} from "@oasis-node/state-transition/staking";
import {root} from "../../scripts/run.ts";

/** Epochs for which the node stays registered, more than any test makes. */
const lifetime = asEpoch(1_000_000n);
const escrow = 10n ** 12n;
const nodeAddress: NodeAddress = {ip: new Uint8Array([127, 0, 0, 1]), port: 26656n, zone: ""};

/** Rewards small enough for the common pool to pay them as long as any test goes on. */
const rewardSchedule = [{until: lifetime, scale: 100n}];

/** Base units in every funded account. */
const balance = 10n ** 12n;

/**
 * The genesis of a recorded chain with a validator whose keys are test keys and whose registration does not end, and with
 * funds in the given accounts. `blocksPerEpoch` are those of the insecure beacon.
 */
export async function chainGenesis(funded: readonly Address[], blocksPerEpoch: bigint): Promise<Document> {
  const path = join(root, "test", "vectors", "chain-1", "genesis.json");
  const recorded = parseDocument(readFileSync(path, "utf8"));
  const {beacon, registry} = recorded;
  const insecureParameters = {interval: blocksPerEpoch};
  return {
    ...recorded,
    beacon: {...beacon, parameters: {...beacon.parameters, insecureParameters}},
    registry: {
      ...registry,
      parameters: {...registry.parameters, maxNodeExpiration: lifetime},
      entities: [await signedEntity()],
      nodes: [await signedNode()],
    },
    staking: withFunds(recorded.staking, funded),
  };
}

function withFunds(staking: Document["staking"], funded: readonly Address[]): Document["staking"] {
  const ledger = new BytesMap<Address, Account | null>(staking.ledger ?? []);
  for (const address of funded) {
    if (ledger.has(address)) throw new RangeError("an account is funded already");
    ledger.set(address, Account.make({general: GeneralAccount.make({balance})}));
  }
  const owner = stakingAddress(testSigner("chain owner").publicKey);
  const active = SharePool.make({balance: escrow, totalShares: escrow});
  ledger.set(owner, Account.make({escrow: EscrowAccount.make({active})}));
  const delegations = new BytesMap(staking.delegations ?? []);
  delegations.set(owner, new BytesMap([[owner, Delegation.make({shares: escrow})]]));
  const totalSupply = staking.totalSupply + balance * BigInt(funded.length) + escrow;
  const parameters = {...staking.parameters, rewardSchedule};
  return {...staking, parameters, ledger, delegations, totalSupply};
}

function signedEntity(): Promise<SignedEntity> {
  const owner = testSigner("chain owner");
  const nodes = [testSigner("chain node").publicKey];
  const entity = {v: entityVersions.latest, id: owner.publicKey, nodes};
  return SignedEntity.sign(owner, prepareContext(signingContexts.registerEntity), entity);
}

function signedNode(): Promise<MultiSignedNode> {
  const [identity, consensus, p2p, tls] = ["node", "consensus", "p2p", "tls"].map((role) =>
    testSigner(`chain ${role}`),
  );
  if (!identity || !consensus || !p2p || !tls) throw new RangeError("a node has four keys");
  const node = Node.make({
    v: nodeVersion,
    id: identity.publicKey,
    entityId: testSigner("chain owner").publicKey,
    expiration: lifetime,
    consensus: {id: consensus.publicKey, addresses: [{id: consensus.publicKey, address: nodeAddress}]},
    p2p: {id: p2p.publicKey, addresses: [nodeAddress]},
    tls: {
      pubKey: tls.publicKey,
      nextPubKey: asPublicKey(new Uint8Array(32)),
      addresses: [{pubKey: tls.publicKey, address: nodeAddress}],
    },
    roles: nodeRoles.validator,
  });
  return MultiSignedNode.sign(
    [identity, consensus, p2p, tls],
    prepareContext(signingContexts.registerNode),
    node,
  );
}
