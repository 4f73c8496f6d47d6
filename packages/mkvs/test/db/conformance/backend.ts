import type {NodeDb} from "../../../src/db/index.ts";

/** Makes databases for the tests of one backend. */
export interface Backend {
  readonly name: string;
  open(options?: {readonly discardWriteLogs?: boolean}): Promise<NodeDb>;
  close(): Promise<void>;
}
