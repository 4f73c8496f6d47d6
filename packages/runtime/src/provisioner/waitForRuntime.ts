import {orAborted} from "@oasis-node/primitives/abort";
import type {Clock} from "@oasis-node/primitives/clock";
import {type HostSocket, type RunningProcess, SandboxError} from "../sandbox/index.ts";
import type {StartedRuntime, StartOptions} from "./provisioner.ts";

/** Longest that a runtime may take to connect, in milliseconds (runtime-workers §1.3). */
export const connectTimeoutMs = 5000;

/** Waits until a process that has been started connects; ends it when it does not. Throws `SandboxError`. */
export async function waitForRuntime(
  running: RunningProcess,
  socket: HostSocket,
  {clock, signal}: {readonly clock: Clock} & Pick<StartOptions, "signal">,
): Promise<StartedRuntime> {
  const done = new AbortController();
  const late = clock.sleep(connectTimeoutMs, done.signal).then(
    () => Promise.reject(notConnected()),
    () => new Promise<never>(() => {}),
  );
  try {
    const connected = Promise.race([socket.connection, exitedEarly(running), late]);
    const stream = await orAborted(connected, signal);
    const exited = running.exited.then(({reason, lastLines}) => [reason, ...lastLines.slice(-1)].join(": "));
    return {stream, pid: running.pid, exited, kill: () => running.kill()};
  } catch (error) {
    await running.kill();
    void socket.connection.then((stream) => stream.destroy());
    throw error;
  } finally {
    done.abort();
  }
}

async function exitedEarly(running: RunningProcess): Promise<never> {
  const {reason, lastLines} = await running.exited;
  const said = lastLines.length > 0 ? `, after: ${lastLines.join(" | ")}` : "";
  throw new SandboxError("exited", {
    found: `the ParaTime's process ended before it connected (${reason})${said}`,
    wanted: "a program that speaks the Runtime Host Protocol",
    remedy: "check that the binary in runtime.paths is that of the ParaTime",
  });
}

function notConnected(): SandboxError {
  return new SandboxError("notConnected", {
    found: `the ParaTime's process has not connected within ${connectTimeoutMs / 1000} s`,
    wanted: "a program that speaks the Runtime Host Protocol",
    remedy:
      "check that the binary in runtime.paths is that of the ParaTime, and whether the machine is overloaded",
  });
}
