import {readFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";

/** One frame of a recorded conversation, as it went over the wire. */
export interface Frame {
  readonly seq: number;
  readonly isFromHost: boolean;
  readonly body: string;
  readonly note: string;
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly frames: readonly Frame[];
  /** What the recorded process did in the end. */
  readonly exit: string;
}

interface RawFrame {
  readonly seq: number;
  readonly dir: string;
  readonly body: string;
  readonly note?: string;
  readonly frame_hex: string;
}

const folder = join(import.meta.dirname, "../../../../test/vectors/rhp");

/** A recording that the project carries. */
export function readRecording(name: string): Recording {
  return readRecordingFile(join(folder, `${name}.json.gz`));
}

/** A conversation of the reference's host with the reference's key-value runtime. */
export function readRecordingFile(path: string): Recording {
  const text = gunzipSync(readFileSync(path)).toString("utf8");
  const {frames, exit}: {frames: readonly RawFrame[]; exit: string} = JSON.parse(text);
  return {
    exit,
    frames: frames.map(({seq, dir, body, note = "", frame_hex: hex}) => ({
      seq,
      isFromHost: dir === "host->runtime",
      body,
      note,
      bytes: new Uint8Array(Buffer.from(hex, "hex")),
    })),
  };
}
