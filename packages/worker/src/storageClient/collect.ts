import {StorageClientError} from "./storageClientError.ts";

/** Bytes of keys and values, or of pieces, that one answer may have. What another node says is held in memory before it is checked. */
const maxAnswerBytes = 256 << 20;
/** Messages that one answer may have, however small. */
const maxAnswerItems = 1 << 20;

/** Reads a stream to its end. Throws `StorageClientError` `tooLarge`. */
export async function collect<T>(items: AsyncIterable<T>, sizeOf: (item: T) => number): Promise<T[]> {
  const all: T[] = [];
  let bytes = 0;
  for await (const item of items) {
    bytes += sizeOf(item);
    if (bytes > maxAnswerBytes || all.length >= maxAnswerItems)
      throw new StorageClientError("tooLarge", "storage/client: answer is too large", {details: {bytes}});
    all.push(item);
  }
  return all;
}
