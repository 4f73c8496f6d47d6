import type {Context} from "../context/index.ts";
import type {Runtime} from "./types/runtime.ts";

/** Who has to know what becomes of runtimes (consensus-core §1.11). What a listener throws is the transaction's result. */
export interface RuntimeListener {
  /** A runtime is registered for the first time. */
  registered(context: Context, runtime: Runtime): void;
  /** A runtime is registered, for the first time or again. */
  updated(context: Context, runtime: Runtime): void;
  /** A node registered for a runtime that was suspended, and it is so no more. */
  resumed(context: Context, runtime: Runtime): void;
}
