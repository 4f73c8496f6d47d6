import {toHex} from "@oasis-node/primitives/bytes";
import {type Namespace, namespaceFromText} from "@oasis-node/primitives/namespace";
import {type ConfigValue, formatDuration} from "../options/index.ts";
import type {Checks, Outcome} from "./checks.ts";

export interface RuntimeConfig {
  /** IDs of the ParaTimes to follow, each once. */
  readonly supported: readonly Namespace[];
  /** ParaTimes to run; empty for a node that hosts none. */
  readonly hosted: readonly HostedRuntime[];
  readonly provisioner: "sandboxed" | "unconfined" | "mock";
  readonly sandboxBinary: string;
  /** `null` when SGX ParaTimes run without SGX. */
  readonly sgxLoader: string | null;
  /** Rounds that are kept; `null` for all. */
  readonly keptRounds: bigint | null;
  readonly pruneInterval: bigint;
  readonly maxTransactionAge: number;
}

export interface HostedRuntime {
  readonly id: Namespace;
  readonly path: string;
  /** `null` when one for debugging has to be made. */
  readonly sgxSignature: string | null;
  readonly config: ConfigValue;
}

const mostRuntimes = 64;
const second = 1_000_000_000n;
const wantedId = "64 hex digits";

export function runtimeConfig(checks: Checks): RuntimeConfig {
  const {values} = checks;
  const loader = values["runtime.sgx.loader"];
  const strategy = checks.oneOf(
    "runtime.history.pruner.strategy",
    values["runtime.history.pruner.strategy"],
    ["none", "keep_last"],
    (found) => `runtime/registry: unknown history pruner strategy: ${found}`,
  );
  const pruneInterval = values["runtime.history.pruner.interval"];
  if (pruneInterval < second) {
    const found = formatDuration(pruneInterval);
    const message = `runtime/registry: history prune interval must be >= 1s (got ${found})`;
    checks.fail("runtime.history.pruner.interval", message, "at least 1s", found);
  }
  const hosted = hostedRuntimes(checks);
  return {
    supported: supportedRuntimes(checks),
    hosted,
    provisioner: hosted.length === 0 ? "sandboxed" : provisionerOf(checks),
    sandboxBinary: values["runtime.sandbox.binary"],
    sgxLoader: loader === "" ? null : loader,
    keptRounds: strategy === "none" ? null : values["runtime.history.pruner.num_kept"],
    pruneInterval,
    maxTransactionAge: values["runtime.client.max_transaction_age"],
  };
}

/** A runtime ID of 64 hex digits, in any case; the text form of a namespace would take base64, too. */
export function parseRuntimeId(text: string): Outcome<Namespace> {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) return {fault: "malformed namespace"};
  try {
    return {value: namespaceFromText(text)};
  } catch (error) {
    return {fault: error instanceof Error ? error.message : String(error)};
  }
}

function supportedRuntimes(checks: Checks): readonly Namespace[] {
  const key = "runtime.supported";
  const ids = checks.each(key, checks.values[key], `IDs of ${wantedId}`, (item) => {
    // What follows a colon had a meaning once.
    const id = parseRuntimeId(item.split(":")[0] ?? "");
    return "value" in id ? id : {fault: `malformed runtime map item: ${item}`};
  });
  const distinct = [...new Map(ids.map((id) => [toHex(id), id])).values()];
  if (distinct.length > mostRuntimes) {
    const message = "runtime/registry: too many registered runtimes";
    checks.fail(key, message, `at most ${mostRuntimes} IDs`, `${distinct.length} IDs`);
  }
  return distinct;
}

/** No paths and an empty mapping of paths are the same: no ParaTime is run (cli-config-grpc §1.1). */
function hostedRuntimes(checks: Checks): readonly HostedRuntime[] {
  const {values} = checks;
  return [...values["runtime.paths"]].flatMap(([name, path]) => {
    const id = parseRuntimeId(name);
    if ("fault" in id) {
      const message = `bad runtime identifier '${name}': ${id.fault}`;
      checks.fail("runtime.paths", message, `a mapping whose keys are IDs of ${wantedId}`, name);
      return [];
    }
    const sgxSignature = values["runtime.sgx.signatures"].get(name) ?? null;
    const config = values["runtime.config"].get(name) ?? null;
    return [{id: id.value, path, sgxSignature, config}];
  });
}

function provisionerOf(checks: Checks): RuntimeConfig["provisioner"] {
  const key = "runtime.provisioner";
  const found = checks.values[key];
  if (found === "sandboxed") return found;
  if (found === "unconfined" || found === "mock") {
    if (!checks.values["debug.dont_blame_oasis"]) {
      checks.fail(key, `${found} provisioner requires use of unsafe debug flags`, "sandboxed", found);
    }
    return found;
  }
  checks.fail(key, `unsupported runtime provisioner: ${found}`, "sandboxed", found);
  return "sandboxed";
}
