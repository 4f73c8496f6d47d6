export {backOff, backOffMs} from "./backOff.ts";
export type {RuntimeEvent} from "./events.ts";
export {
  abortTimeoutMs,
  HostedRuntime,
  type HostedRuntimeOptions,
  type Initialize,
  initializeTimeoutMs,
} from "./hostedRuntime.ts";
export {
  type LifecycleEffect,
  type LifecycleEvent,
  type LifecycleState,
  type Step,
  stableMs,
  step,
} from "./lifecycle.ts";
