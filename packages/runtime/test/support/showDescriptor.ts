import {systemClock} from "@oasis-node/primitives/clock";
import {runProcess} from "../../src/sandbox/index.ts";
import {keepingLogger} from "./hosting.ts";

/** Starts a process and says what it finds at descriptor 20. */
const logger = keepingLogger();
const running = await runProcess({
  command: "/bin/readlink",
  arguments: ["/proc/self/fd/20"],
  environment: {},
  inputs: [],
  logger,
  clock: systemClock,
});
await running.exited;
process.stdout.write(String(logger.lines[0]?.fields.line));
