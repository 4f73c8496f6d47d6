export {Backoff, type BackoffOptions} from "./backoff.ts";
export {SubmissionError} from "./submissionError.ts";
export {
  type OwnTransaction,
  type SubmissionBackend,
  TransactionSubmitter,
  type TransactionSubmitterOptions,
} from "./transactionSubmitter.ts";
