import {randomBytes} from "node:crypto";
import {rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {createPrivateFile, makeDirectory} from "@oasis-node/node/dataDirectory";
import {type FileIdentity, loadIdentity} from "@oasis-node/node/identity";
import {stakingAddress} from "@oasis-node/primitives/address";
import {toJson} from "@oasis-node/primitives/cbor";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import {asEpoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {stringifyJson} from "@oasis-node/primitives/json";
import {namespaceFromText} from "@oasis-node/primitives/namespace";
import {type PublicKey, prepareContext, type Signer, signingContexts} from "@oasis-node/primitives/signature";
import {FileSignerFactory} from "@oasis-node/primitives/signers";
import {Entity, entityVersions, SignedEntity} from "@oasis-node/state-transition/entity";
import {formatDocument} from "@oasis-node/state-transition/genesis";
import {MultiSignedNode, type NodeAddress, nodeRoles} from "@oasis-node/state-transition/node";
import {bareDescriptor, withAddresses} from "@oasis-node/worker/registration";
import {localGenesis, token} from "./localGenesis.ts";
import {type NetworkPaths, networkPaths} from "./networkDirectory.ts";

/** What a new network is like. */
export interface NetworkOptions {
  /** Name of the network; one with a random ending when left out. */
  readonly chainId?: string;
  /** Tokens that the entity has in escrow: 100 for every claim. */
  readonly escrow?: bigint;
  /** Names of the accounts that have tokens to spend. */
  readonly accounts?: readonly string[];
  /** Tokens in each account. */
  readonly balance?: bigint;
  /** Blocks in an epoch. */
  readonly blocksPerEpoch?: bigint;
  /** Milliseconds after which a block without transactions is made. */
  readonly emptyBlockInterval?: number;
  /** Epochs are set by hand instead of passing with blocks. */
  readonly mockEpochs?: boolean;
  /** Epoch at which the chain halts, to go on as another network; never when left out. */
  readonly haltEpoch?: bigint;
  /** ParaTimes that the network has from the start, by ID: 64 hexadecimal digits. */
  readonly paratimes?: readonly string[];
}

export const networkDefaults = {
  escrow: 1000n,
  accounts: ["alice", "bob", "charlie"],
  balance: 10_000n,
  blocksPerEpoch: 15n,
  emptyBlockInterval: 1000,
  mockEpochs: false,
} as const;

/** Epochs for which genesis has the node registered: it registers by itself long before. */
const genesisLifetime = asEpoch(2n);

/** Where the node would be reached, if there were anybody else. */
export const consensusPort = 26656;
const loopback: NodeAddress = {ip: new Uint8Array([127, 0, 0, 1]), port: BigInt(consensusPort), zone: ""};

/**
 * Makes the directory of a network: keys, genesis document, and the node's data directory with its identity. It is there
 * as a whole or not at all. Throws `DataDirectoryError`, `SignerError`, `IdentityError`.
 */
export async function createNetwork(directory: string, options: NetworkOptions, clock: Clock): Promise<void> {
  const building = `${directory}.${randomBytes(4).toString("hex")}.new`;
  try {
    await makeDirectory(building);
    await fillNetwork(networkPaths(building), options, clock);
    await rename(building, directory);
  } catch (error) {
    await rm(building, {recursive: true, force: true});
    throw error;
  }
}

async function fillNetwork(paths: NetworkPaths, options: NetworkOptions, clock: Clock): Promise<void> {
  const {accounts = networkDefaults.accounts, balance = networkDefaults.balance} = options;
  const {escrow = networkDefaults.escrow, blocksPerEpoch = networkDefaults.blocksPerEpoch} = options;
  const now = () => toMilliseconds(clock.now());
  const identity = await loadIdentity({
    directory: paths.node,
    random: randomBytes,
    now,
    generate: true,
    persistTls: false,
  });
  const owner = await createEntity(paths.entity, [identity.nodeSigner.publicKey]);
  await makeDirectory(paths.accounts);
  const holders: Signer[] = [owner];
  for (const name of accounts) holders.push(await createEntity(join(paths.accounts, name), null));
  const genesis = localGenesis({
    chainId: options.chainId ?? `localnet-${randomBytes(4).toString("hex")}`,
    time: clock.now(),
    entityId: owner.publicKey,
    entity: await SignedEntity.sign(
      owner,
      prepareContext(signingContexts.registerEntity),
      entityOf(owner, [identity.nodeSigner.publicKey]),
    ),
    node: await signedNode(identity, owner.publicKey),
    escrow: escrow * token,
    balances: holders.map(({publicKey}) => [stakingAddress(publicKey), balance * token] as const),
    blocksPerEpoch,
    emptyBlockInterval: BigInt(options.emptyBlockInterval ?? networkDefaults.emptyBlockInterval) * 1_000_000n,
    mockEpochs: options.mockEpochs ?? networkDefaults.mockEpochs,
    paratimes: (options.paratimes ?? []).map((id) => namespaceFromText(id)),
    haltEpoch: options.haltEpoch === undefined ? invalidEpoch : asEpoch(options.haltEpoch),
  });
  await createPrivateFile(paths.genesis, formatDocument(genesis));
  for (const signer of holders) signer.reset();
}

/** A directory with a key and its descriptor, for `--signer.dir` (cli-config-grpc §2.2). */
async function createEntity(directory: string, nodes: PublicKey[] | null): Promise<Signer> {
  await makeDirectory(directory);
  const signer = await new FileSignerFactory(directory, ["entity"]).generate("entity", randomBytes);
  const json = toJson(Entity, entityOf(signer, nodes));
  await createPrivateFile(join(directory, "entity.json"), stringifyJson(json, "  "));
  return signer;
}

function entityOf({publicKey}: Signer, nodes: PublicKey[] | null): Entity {
  return {v: entityVersions.latest, id: publicKey, nodes};
}

/** The node's first registration, which is part of genesis: without a validator there is no first block. */
function signedNode(identity: FileIdentity, entityId: PublicKey): Promise<MultiSignedNode> {
  const {nodeSigner, p2pSigner, consensusSigner} = identity;
  const bare = bareDescriptor(identity, entityId, asEpoch(0n));
  const consensus = [{id: p2pSigner.publicKey, address: loopback}];
  const node = {
    ...withAddresses(bare, {consensus, tls: null, p2p: null}),
    expiration: genesisLifetime,
    roles: nodeRoles.validator,
  };
  const signers = [nodeSigner, p2pSigner, consensusSigner, identity.tlsKeys().current];
  return MultiSignedNode.sign(signers, prepareContext(signingContexts.registerNode), node);
}
