import {type Duplex, duplexPair} from "node:stream";
import {sortWriteLog} from "@oasis-node/mkvs/writeLog";
import {type SessionEnd, serveSession} from "@oasis-node/paratime-sdk/dispatcher";
import {encodeFrame, FrameDecoder} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {type Body, HostMessage, type Message, RuntimeMessage} from "@oasis-node/runtime/protocol";
import {keyvalue} from "../../src/keyvalue.ts";
import type {Frame, Recording} from "./recording.ts";

const nothing = "nothing";

/** A frame of the ParaTime beside the recorded one. */
interface Answer {
  readonly seq: number;
  readonly body: string;
  readonly recorded: string;
  readonly ours: string;
}

/** How the ParaTime did where the recorded one did something. */
export interface Play {
  /** Up to the first one that is not as recorded: from there on the recorded host speaks to somebody else. */
  readonly answers: readonly Answer[];
  readonly end: SessionEnd;
}

/** Plays the host of a recording to the ParaTime, and compares all that it says. */
export async function playHost({frames}: Recording): Promise<Play> {
  const [near, far] = duplexPair();
  const ended = serveSession({paratime: keyvalue, stream: far, clock: systemClock, logger: silentLogger});
  const said = new Frames(near);
  const answers: Answer[] = [];
  const compare = async (frame: Pick<Frame, "seq" | "body">, recorded: string): Promise<boolean> => {
    const bytes = await said.next();
    const ours = bytes === null ? nothing : comparable(bytes);
    if (recorded !== nothing || ours !== nothing)
      answers.push({seq: frame.seq, body: frame.body, recorded, ours});
    return recorded === ours;
  };
  let isAlike = true;
  for (const frame of frames) {
    if (frame.isFromHost) near.write(frame.bytes);
    else isAlike = await compare(frame, comparable(frame.bytes));
    if (!isAlike) break;
  }
  // The recorded host ended the connection once nothing more was to come.
  if (!isAlike || !endsAfterRequest(frames)) near.end();
  await compare({seq: frames.length, body: "the end"}, nothing);
  return {answers, end: await ended};
}

/** The last request has no answer: it ended the recorded process. */
function endsAfterRequest(frames: readonly Frame[]): boolean {
  return frames.at(-1)?.isFromHost ?? false;
}

/** Frames that come out of a stream, as bytes. */
class Frames {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Duplex) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next one; null at the end. */
  async next(): Promise<Uint8Array | null> {
    for (;;) {
      const size = this.#rest.length < 4 ? null : 4 + this.#rest.readUInt32BE(0);
      if (size !== null && this.#rest.length >= size) {
        const frame = this.#rest.subarray(0, size);
        this.#rest = this.#rest.subarray(size);
        return frame;
      }
      const {value, done} = await this.#chunks.next().catch(() => ({value: undefined, done: true}));
      if (done === true || value === undefined) return null;
      this.#rest = Buffer.concat([this.#rest, value]);
    }
  }
}

/** A frame in hexadecimal digits, but for what the recorded runtime is free to choose. */
function comparable(bytes: Uint8Array): string {
  const decoder = new FrameDecoder(HostMessage);
  const found: Message[] = [];
  decoder.push(bytes, (message) => found.push(message));
  const [message] = found;
  if (message === undefined) return "no frame";
  const body = withoutFreedom(message.body);
  const isFree = body !== message.body;
  return Buffer.from(isFree ? encodeFrame(RuntimeMessage, {...message, body}) : bytes).toString("hex");
}

/** Removals come in any order; texts of errors in what libraries decode are theirs. */
function withoutFreedom(body: Body): Body {
  if (body.type === "Error" && body.value.module === "verifier")
    return {type: "Error", value: {...body.value, message: "verification"}};
  if (body.type !== "RuntimeExecuteTxBatchResponse") return body;
  const {batch} = body.value;
  const log = batch.stateWriteLog ?? [];
  if (log.every(({value}) => value !== null)) return body;
  return {type: body.type, value: {...body.value, batch: {...batch, stateWriteLog: sortWriteLog(log)}}};
}
