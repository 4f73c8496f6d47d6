import {ApplicationError} from "./applicationError.ts";

/**
 * Lets no step of the application run after one that failed: the working state may be half changed. Only what was refused
 * before it changed anything, an `ApplicationError`, leaves the application usable.
 */
export class StepGuard {
  #failure: {readonly step: string; readonly error: unknown} | null = null;

  /** Throws what the step throws, and `ApplicationError` `stopped` after a failure. */
  run<T>(step: string, work: () => T): T {
    this.#check(step);
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ApplicationError)) this.#failure = {step, error};
      throw error;
    }
  }

  /** As `run`, for the storing of a block. Every failure of it is an `ApplicationError` `commitFailed`, and the last step. */
  async store<T>(step: string, work: () => Promise<T>): Promise<T> {
    this.#check(step);
    try {
      return await work();
    } catch (cause) {
      const error = new ApplicationError(
        "commitFailed",
        `the block could not be stored: ${messageOf(cause)}`,
        {
          cause,
        },
      );
      this.#failure = {step, error};
      throw error;
    }
  }

  #check(step: string): void {
    if (this.#failure === null) return;
    const {step: failed, error} = this.#failure;
    const message = `no ${step} after ${failed} failed: ${messageOf(error)}`;
    throw new ApplicationError("stopped", message, {cause: error, details: {step, failed}});
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
