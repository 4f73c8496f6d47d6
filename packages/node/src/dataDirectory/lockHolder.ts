import {connect} from "node:net";
import {systemCode} from "./dataDirectoryError.ts";

export interface LockHolder {
  /** As the process itself knows it; `null` when it did not say. */
  readonly pid: number | null;
  /** RFC 3339. */
  readonly since: string | null;
  /** False while it still looks for others, as we do. */
  readonly holds: boolean;
}

/** A stopped process holds its lock but says nothing. */
const answerMs = 500;
const longestAnswer = 200;
const unknownHolder: LockHolder = {pid: null, since: null, holds: true};

/** Who listens on a socket, or `null` when nobody does. */
export function askHolder(path: string): Promise<LockHolder | null> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(path);
    const settle = (holder: LockHolder | null): void => {
      socket.destroy();
      resolve(holder);
    };
    socket.setEncoding("latin1");
    // Also when it does not even take connections any more: nobody else has that address.
    socket.setTimeout(answerMs, () => settle(readAnswer(answer)));
    socket.on("data", (text: string) => {
      answer += text;
      if (answer.length > longestAnswer) settle(unknownHolder);
    });
    socket.on("end", () => settle(readAnswer(answer)));
    socket.on("error", (error) => {
      const code = systemCode(error);
      // Refused: no process has it open. Gone: released meanwhile.
      if (code === "ECONNREFUSED" || code === "ENOENT") return settle(null);
      // Too many ask at once, or it hung up on us: it lives.
      if (code === "EAGAIN" || code === "ECONNRESET" || code === "EPIPE") return settle(unknownHolder);
      socket.destroy();
      reject(error);
    });
  });
}

function readAnswer(answer: string): LockHolder {
  const said = /^\{"pid":([0-9]{1,10}),"since":"([0-9TZ:.-]{1,30})","holds":(true|false)\}\n$/.exec(answer);
  const [, pid, since, holds] = said ?? [];
  if (pid === undefined || since === undefined) return unknownHolder;
  return {pid: Number(pid), since, holds: holds === "true"};
}
