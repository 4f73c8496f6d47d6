import {CodedError, errorCode, TypedError} from "@oasis-node/primitives/errors";
import {HaltError} from "../src/context/index.ts";

/** Module and code of a transaction's result. Only typed errors become results, and those that stop the chain do not. */
export function resultOf(run: () => void): string {
  try {
    run();
    return "ok";
  } catch (error) {
    const isResult = error instanceof CodedError || error instanceof TypedError;
    if (!isResult || error instanceof HaltError) throw error;
    const {module, code} = errorCode(error);
    return `${module}/${code}`;
  }
}
