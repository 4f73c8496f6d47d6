import {writeSync} from "node:fs";
import {systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {sandboxed} from "../../src/provisioner/index.ts";
import {buildTestRuntime} from "./testRuntime.ts";

/** A host that starts a runtime, says its process number, and is killed. The runtime would not end by itself. */
const binary = await buildTestRuntime({defines: ["NEVER_ANSWER"]});
const provisioner = sandboxed({binary, clock: systemClock});
const {pid} = await provisioner.start({signal: new AbortController().signal, logger: silentLogger});
writeSync(1, String(pid));
process.kill(process.pid, "SIGKILL");
