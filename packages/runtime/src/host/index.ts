export {backOff, backOffMs} from "./backOff.ts";
export type {RuntimeEvent} from "./events.ts";
export {abortTimeoutMs, HostedRuntime, type HostedRuntimeOptions} from "./hostedRuntime.ts";
export {
  type LifecycleEffect,
  type LifecycleEvent,
  type LifecycleState,
  type Step,
  stableMs,
  step,
} from "./lifecycle.ts";
export {type Initialize, initializeTimeoutMs} from "./startRuntime.ts";
