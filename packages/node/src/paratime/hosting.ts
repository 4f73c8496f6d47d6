import {resolve} from "node:path";
import {LmdbStore, WriteSet} from "@oasis-node/mkvs/db";
import {toHex} from "@oasis-node/primitives/bytes";
import {protocolVersions} from "@oasis-node/primitives/version";
import {HostedRuntime} from "@oasis-node/runtime/host";
import {type Handlers, type HostRequests, localConfigOf} from "@oasis-node/runtime/protocol";
import {mock, type Provisioner, sandboxed, unconfined} from "@oasis-node/runtime/provisioner";
import {checkBubblewrap} from "@oasis-node/runtime/sandbox";
import type {HostServices} from "@oasis-node/worker/executor";
import type {HostedRuntime as HostedConfig} from "../config/index.ts";
import type {ConfigValue} from "../options/index.ts";
import type {ParatimeSurroundings} from "./surroundings.ts";

const none = new Uint8Array();

/** What a ParaTime keeps on this machine only, in the directory of its own. */
export async function openLocalStorage(
  directory: string,
  {lifecycle}: Pick<ParatimeSurroundings, "lifecycle">,
): Promise<HostServices["localStorage"]> {
  const store = await lifecycle.start(
    "local storage of a ParaTime",
    () => new LmdbStore({path: directory, readOnly: false, noSync: false}),
    (opened) => opened.close(),
  );
  return {
    get: (key) => store.get(key) ?? none,
    set: (key, value) => {
      const changes = new WriteSet();
      changes.put(key, value);
      store.write(changes);
    },
  };
}

/** A process of a ParaTime, which serves its requests by the handlers; not started yet. */
export function newHostedRuntime(
  hosted: HostedConfig,
  handlers: Handlers<HostRequests>,
  provisioner: Provisioner,
  {chain, clock, random, logger}: ParatimeSurroundings,
): HostedRuntime {
  return new HostedRuntime({
    runtimeId: hosted.id,
    provisioner,
    hostInfo: {
      consensusBackend: chain.queries.genesis.consensus.backend,
      consensusProtocolVersion: protocolVersions.consensusProtocol,
      consensusChainContext: chain.queries.chainContext,
    },
    localConfig: localConfigOf(settingsOf(hosted)),
    handlers,
    clock,
    logger: logger.module("runtime/host").with({runtime_id: toHex(hosted.id)}),
    random: () => (random(1)[0] ?? 0) / 256,
  });
}

function settingsOf({config}: HostedConfig): Readonly<Record<string, ConfigValue>> {
  return isMapping(config) ? config : {};
}

function isMapping(value: ConfigValue): value is Readonly<Record<string, ConfigValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * How a ParaTime's processes are started. What this machine cannot do shows at the start of a process, and is tried again: the
 * other ParaTimes and the chain go on without it.
 */
export function provisionerOf(
  hosted: HostedConfig,
  {config, clock, cwd}: Pick<ParatimeSurroundings, "config" | "clock" | "cwd">,
): Provisioner {
  const {provisioner, sandboxBinary} = config.runtimes;
  const debugAllowed = config.debug.allowed;
  const binary = resolve(cwd, hosted.path);
  if (provisioner === "mock") return mock({debugAllowed, clock});
  if (provisioner === "unconfined") return unconfined({binary, debugAllowed, clock});
  return checkedSandbox(sandboxed({binary, bubblewrap: sandboxBinary, clock}), sandboxBinary);
}

/** The same, after the sandbox has been seen to work once. */
function checkedSandbox(provisioner: Provisioner, bubblewrap: string): Provisioner {
  let isChecked = false;
  return {
    name: provisioner.name,
    start: async (options) => {
      if (!isChecked) await checkBubblewrap(bubblewrap);
      isChecked = true;
      return provisioner.start(options);
    },
  };
}
