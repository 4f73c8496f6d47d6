import {consensusOptions, peerOptions} from "./consensusOptions.ts";
import {stringMap} from "./listTypes.ts";
import {type Option, option} from "./option.ts";
import {
  clientOptions,
  commandOptions,
  genesisFileOptions,
  rootOptions,
  signerOptions,
  testEntityOptions,
  versionOptions,
} from "./rootOptions.ts";
import {iasOptions, runtimeClientOptions, runtimeHostOptions} from "./runtimeOptions.ts";
import {duration, float, int, text} from "./scalarTypes.ts";
import {registrationOptions, roleOptions, sentryOptions} from "./workerOptions.ts";

const metricsOptions = {
  "metrics.mode": option(text, "none", "whether metrics are offered: none or pull"),
  "metrics.address": option(text, "127.0.0.1:3000", "where metrics are offered"),
  "metrics.job_name": option(text, "", "name of the job that pushes metrics", {hidden: true}),
  "metrics.labels": option(stringMap, new Map(), "labels of metrics that are pushed", {hidden: true}),
  "metrics.interval": option(duration, 5_000_000_000n, "time from one push to the next", {hidden: true}),
  "pprof.bind": option(text, "", "where profiles are offered"),
};

const unsafe = {hidden: true, debugOnly: true};
const crashPoints = [
  "default",
  "roothash.before_index",
  "storage.read.after",
  "storage.read.before",
  "storage.write.after",
  "storage.write.before",
  "worker.executor.batch.abort.after",
  "worker.executor.batch.discrepancy_detected.after",
  "worker.executor.batch.process_start.after",
  "worker.executor.batch.propose.after",
  "worker.executor.batch.propose.before",
  "worker.executor.batch.receive.after",
  "worker.executor.batch.roothash.receive.after",
  "worker.executor.batch.schedule.publish.after",
] as const;

type CrashOptions = {readonly [K in (typeof crashPoints)[number] as `debug.crash.${K}`]: Option<number>};

/** Crash points are the reference's; their probabilities are known here so that files which name them are. */
const crashOptions = Object.fromEntries(
  crashPoints.map((point) => [
    `debug.crash.${point}`,
    option(float, 0, `probability of a crash at ${point}`, unsafe),
  ]),
) as CrashOptions;

/** Every option of `oasis-node` itself (cli-config-grpc §1.2, §1.3). */
export const nodeOptions = {
  ...commandOptions,
  ...versionOptions,
  ...rootOptions,
  ...clientOptions,
  ...genesisFileOptions,
  ...testEntityOptions,
  ...signerOptions,
  ...metricsOptions,
  ...consensusOptions,
  ...peerOptions,
  ...runtimeHostOptions,
  ...runtimeClientOptions,
  ...iasOptions,
  ...registrationOptions,
  ...roleOptions,
  ...sentryOptions,
  ...crashOptions,
  "debug.grpc.internal.socket_path": option(
    text,
    "",
    "path of the internal socket, if not in datadir",
    unsafe,
  ),
  "badger.migrate.num_go_routines": option(int, 8, "kept for existing files, has no effect"),
};
