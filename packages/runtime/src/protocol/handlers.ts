import type {BodyType, BodyValue} from "./message.ts";
import type {RequestTable} from "./requests.ts";

/** What comes with a request that is served. */
export interface RequestContext {
  /** Aborted when the connection ends: nobody wants the answer any more. */
  readonly signal: AbortSignal;
}

type Answer<R extends RequestTable, K extends keyof R> = R[K] extends BodyType ? BodyValue<R[K]> : never;

/**
 * Serves the requests of the other side, each at its own pace. What a handler throws is the answer: its module and
 * number, or `unknown` 1. Requests without a handler are refused.
 */
export type Handlers<R extends RequestTable> = {
  readonly [K in keyof R & BodyType]?: (
    request: BodyValue<K>,
    context: RequestContext,
  ) => Promise<Answer<R, K>> | Answer<R, K>;
};

/** Value that answers a request. */
export type AnswerTo<R extends RequestTable, K extends keyof R> = Answer<R, K>;
