import {isAbsolute, join, resolve} from "node:path";
import type {LogLevels, OptionProblem} from "../options/index.ts";
import {type HostPort, parseHostPort} from "./addresses.ts";
import {Checks, type NodeReading} from "./checks.ts";
import {type ConsensusConfig, consensusConfig} from "./consensusConfig.ts";
import {type RuntimeConfig, runtimeConfig} from "./runtimeConfig.ts";
import {type WorkerConfig, workerConfig} from "./workerConfig.ts";

/** What a node is to do: typed, checked, and independent of how it was said. Durations are in nanoseconds. */
export interface NodeConfig {
  /** Absolute. */
  readonly dataDirectory: string;
  readonly internalSocket: string;
  /** As given; relative to the working directory. */
  readonly genesisFile: string;
  readonly log: {
    readonly format: "logfmt" | "JSON";
    readonly levels: LogLevels;
    /** Absolute; `null` for stdout. */
    readonly file: string | null;
    /** Also the bodies of gRPC calls. */
    readonly grpcBodies: boolean;
  };
  readonly debug: {
    readonly allowed: boolean;
    readonly allowTestKeys: boolean;
    readonly testEntity: boolean;
    /** Attestations are taken unverified. */
    readonly skipAttestation: boolean;
    /** Enclaves made for debugging are taken, and no others. */
    readonly debugEnclaves: boolean;
    /** File descriptors to ask the system for; `null` to leave them alone. */
    readonly descriptorLimit: bigint | null;
  };
  /** Where metrics are offered; `null` for nowhere. */
  readonly metrics: HostPort | null;
  readonly consensus: ConsensusConfig;
  readonly runtimes: RuntimeConfig;
  readonly workers: WorkerConfig;
}

/** A configuration, or everything that is wrong with the options. */
export type ConfigOutcome = {readonly config: NodeConfig} | {readonly problems: readonly OptionProblem[]};

/** Checks options against each other (cli-config-grpc §1.2, §1.3, §6). `workingDirectory` is where relative paths start. */
export function nodeConfig(reading: NodeReading, workingDirectory: string): ConfigOutcome {
  const checks = new Checks(reading);
  const {values} = reading;
  const dataDirectory = values.datadir === "" ? "" : resolve(workingDirectory, values.datadir);
  if (dataDirectory === "") checks.fail("datadir", "data directory not configured", "a directory of its own");
  checkSigner(checks);
  const socket = values["debug.grpc.internal.socket_path"];
  const config: NodeConfig = {
    dataDirectory,
    internalSocket: socket === "" ? join(dataDirectory, "internal.sock") : resolve(workingDirectory, socket),
    genesisFile: values["genesis.file"],
    log: {
      format: values["log.format"],
      levels: values["log.level"],
      file: logFile(values["log.file"], dataDirectory),
      grpcBodies: values["grpc.log.debug"],
    },
    debug: {
      allowed: values["debug.dont_blame_oasis"],
      allowTestKeys: values["debug.allow_test_keys"],
      testEntity: values["debug.test_entity"],
      skipAttestation: values["ias.debug.skip_verify"],
      debugEnclaves: values["ias.debug.allow_debug_enclaves"],
      descriptorLimit: values["debug.rlimit"] === 0n ? null : values["debug.rlimit"],
    },
    metrics: metricsAddress(checks),
    consensus: consensusConfig(checks),
    runtimes: runtimeConfig(checks),
    workers: workerConfig(checks),
  };
  const problems = [...reading.problems, ...checks.problems];
  return problems.length === 0 ? {config} : {problems};
}

/** `null` for stdout. Relative paths start at the data directory. */
function logFile(file: string, dataDirectory: string): string | null {
  if (file === "") return null;
  return isAbsolute(file) ? file : join(dataDirectory, file);
}

/** A node's own keys are files of its data directory. */
function checkSigner(checks: Checks): void {
  const key = "signer.backend";
  const found = checks.values[key];
  if (found !== "file") checks.fail(key, `unsupported signer backend: ${found}`, "file", found);
}

function metricsAddress(checks: Checks): HostPort | null {
  const {values} = checks;
  const mode = values["metrics.mode"].toLowerCase();
  if (mode === "none") return null;
  if (mode !== "pull") {
    // Pushing is for the test networks of the reference only.
    checks.fail("metrics.mode", `metrics: unsupported mode: '${mode}'`, "none or pull", mode);
    return null;
  }
  const address = parseHostPort(values["metrics.address"]);
  if ("value" in address) return address.value;
  checks.fail("metrics.address", `metrics: ${address.fault}`, "host:port", values["metrics.address"]);
  return null;
}
