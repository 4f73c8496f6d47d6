import {write, writeSync} from "node:fs";

/** Bytes that may wait for a slow reader or disk; what comes beyond is dropped and counted. */
const mostWaiting = 1 << 20;
const retryMs = 10;

/**
 * Writes lines to a file descriptor without making the caller wait, in order, and without ever throwing: a log that
 * cannot be written must not stop the node.
 */
export class LineWriter {
  readonly #descriptor: number;
  readonly #droppedLine: (count: number) => string;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #pumping: Promise<void> | null = null;

  /** @param droppedLine - Makes the line that tells how many are missing. */
  constructor(descriptor: number, droppedLine: (count: number) => string) {
    this.#descriptor = descriptor;
    this.#droppedLine = droppedLine;
  }

  write(line: string): void {
    // In UTF-8 a character takes at most three times the units it takes here.
    if (this.#waitingBytes + line.length > mostWaiting) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#pumping ??= this.#pump();
  }

  /** Resolves when everything written so far has been handed to the system. */
  async flush(): Promise<void> {
    while (this.#pumping !== null) await this.#pumping;
  }

  /** The same at once, for the end of the process. */
  flushSync(): void {
    try {
      writeSync(this.#descriptor, this.#take());
    } catch {
      // Nobody is left to be told.
    }
  }

  async #pump(): Promise<void> {
    // One write for all lines of this turn of the event loop.
    await Promise.resolve();
    while (this.#waiting.length > 0 || this.#dropped > 0) await this.#writeAll(this.#take());
    this.#pumping = null;
  }

  #take(): Buffer {
    if (this.#dropped > 0) this.#waiting.push(this.#droppedLine(this.#dropped));
    const taken = Buffer.from(this.#waiting.join(""));
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#dropped = 0;
    return taken;
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const written = await this.#writeSome(bytes.subarray(at));
      // A full disk or a closed pipe: these lines are lost, later ones are tried again.
      if (written === null) return;
      at += written;
    }
  }

  /** Bytes written, or `null` when it failed for good. */
  #writeSome(bytes: Buffer): Promise<number | null> {
    return new Promise((resolve) => {
      write(this.#descriptor, bytes, (error, written) => {
        if (error === null) resolve(written);
        else if (error.code === "EAGAIN") setTimeout(resolve, retryMs, 0);
        else resolve(null);
      });
    });
  }
}
