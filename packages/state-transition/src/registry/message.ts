import type {Context} from "../context/index.ts";
import {registryErrors} from "./errors.ts";
import type {RuntimeListener} from "./runtimeListener.ts";
import {registerRuntime} from "./transactions/registerRuntime.ts";
import type {Runtime} from "./types/runtime.ts";

/** What a runtime may ask of the registry: at most one of these is set. */
export interface RegistryOperations {
  readonly updateRuntime: Runtime | null;
}

/** Executes a runtime's message, with the runtime as the caller (consensus-core §1.11). Throws `invalidArgument` for an empty one. */
export function executeRegistryMessage(
  context: Context,
  {updateRuntime}: RegistryOperations,
  listener: RuntimeListener,
): void {
  if (updateRuntime === null) throw registryErrors.invalidArgument();
  registerRuntime(context, updateRuntime, listener);
}
