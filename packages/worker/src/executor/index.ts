export type {ExecutorChain, ExecutorDependencies, ExecutorRuntime, ExecutorStorage} from "./dependencies.ts";
export {ExecutorError, type ExecutorErrorCode} from "./executorError.ts";
export type {ExecutorMetrics} from "./executorMetrics.ts";
export {ExecutorWorker, type ExecutorWorkerOptions} from "./executorWorker.ts";
export {executorHandlers, type HostServices, hostHandlers} from "./hostHandlers.ts";
export {checkTransactions, queryWeightLimits} from "./runtimeCalls.ts";
export {allowedPhases, type PhaseKind} from "./state.ts";
