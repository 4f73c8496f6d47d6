/** The part of the node's persistent store that belongs to one service (cli-config-grpc §2.1). Writes are durable when they resolve. */
export interface ServiceStore {
  /** Null for a key that is not there. */
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, value: Uint8Array): Promise<void>;
  /** No error for a key that is not there. */
  delete(key: string): Promise<void>;
}
