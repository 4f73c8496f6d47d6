import {array, hex, type JsonObject, number, object, string} from "../../records.ts";

const headerSize = 4;

/** One recorded frame. */
export interface Frame {
  readonly seq: number;
  readonly direction: "host->runtime" | "runtime->host";
  readonly id: bigint;
  readonly messageType: "request" | "response";
  readonly body: string;
  /** With the four bytes of the length. */
  readonly bytes: Uint8Array;
  /** What the reference host writes for the same message, without length. */
  readonly byHost: Uint8Array;
}

/** What was verified of a round, as recorded. */
export type RoundRecord = JsonObject;

export interface Conversation {
  readonly frames: readonly Frame[];
  /** By `round1`, `round2`, …; there are rounds of which nothing was verified. */
  readonly rounds: ReadonlyMap<string, RoundRecord>;
}

export function readConversation(text: string): Conversation {
  const file = object(JSON.parse(text), "file");
  const checks = Object.entries(object(file.checks, "checks"));
  const rounds = checks.filter(([name]) => /^round\d+$/.test(name));
  return {
    frames: array(file.frames, "frames").map((frame, index) => readFrame(frame, `frame ${index}`)),
    rounds: new Map(rounds.map(([name, round]) => [name, object(round, name)])),
  };
}

function readFrame(value: unknown, at: string): Frame {
  const frame = object(value, at);
  const bytes = hex(frame.frame_hex, `${at}: frame_hex`);
  const differs = frame.go_reencode_hex !== undefined;
  return {
    seq: number(frame.seq, `${at}: seq`),
    direction: frame.dir === "host->runtime" ? "host->runtime" : "runtime->host",
    id: BigInt(number(frame.id, `${at}: id`)),
    messageType: frame.message_type === "request" ? "request" : "response",
    body: string(frame.body, `${at}: body`),
    bytes,
    byHost: differs ? hex(frame.go_reencode_hex, `${at}: go_reencode_hex`) : bytes.subarray(headerSize),
  };
}
