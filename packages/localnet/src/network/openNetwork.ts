import {readdir, readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Signer} from "@oasis-node/primitives/signature";
import {FileSignerFactory} from "@oasis-node/primitives/signers";
import {parseDocument} from "@oasis-node/state-transition/genesis";
import {createNetwork, type NetworkOptions} from "./createNetwork.ts";
import {type NetworkPaths, networkPaths} from "./networkDirectory.ts";
import {NetworkError} from "./networkError.ts";

/** Somebody with a key in the network's directory. */
export interface Holder {
  readonly name: string;
  readonly address: Address;
  readonly signer: Signer;
  /** Directory for `--signer.dir`. */
  readonly directory: string;
}

/** A network's directory and who owns what in it. */
export interface Network {
  readonly paths: NetworkPaths;
  /** Whether it was made just now. */
  readonly isNew: boolean;
  /** The owner of the node. */
  readonly entity: Holder;
  readonly accounts: readonly Holder[];
  /** IDs of the ParaTimes that the network had from the start, 64 hexadecimal digits each. */
  readonly paratimes: readonly string[];
}

/** Opens the network of a directory; makes it when there is none. Throws `NetworkError`, and as `createNetwork`. */
export async function openNetwork(
  directory: string,
  options: NetworkOptions,
  clock: Clock,
): Promise<Network> {
  const paths = networkPaths(directory);
  const isNew = !(await exists(directory));
  if (isNew) await createNetwork(directory, options, clock);
  else if (!(await exists(paths.genesis))) {
    const text = `${directory} is there and holds no network: choose another directory, or remove it`;
    throw new NetworkError("notNetwork", text, {details: {directory}});
  }
  const names = (await readdir(paths.accounts)).sort();
  const {registry} = parseDocument(await readFile(paths.genesis, "utf8"));
  return {
    paths,
    isNew,
    entity: await holder("entity", paths.entity),
    accounts: await Promise.all(names.map((name) => holder(name, join(paths.accounts, name)))),
    paratimes: (registry.runtimes ?? []).flatMap((runtime) => (runtime === null ? [] : [toHex(runtime.id)])),
  };
}

async function holder(name: string, directory: string): Promise<Holder> {
  const signer = await new FileSignerFactory(directory, ["entity"]).load("entity");
  return {name, directory, signer, address: stakingAddress(signer.publicKey)};
}

async function exists(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  return found !== null;
}
