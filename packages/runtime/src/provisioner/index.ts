export {type MockOptions, mock, mockRefusedInput} from "./mock.ts";
export {type Provisioner, type StartedRuntime, type StartOptions, workerHostVariable} from "./provisioner.ts";
export {type Guest, type SandboxedOptions, sandboxed, startSandboxed} from "./sandboxed.ts";
export {requireDebug, type UnconfinedOptions, unconfined} from "./unconfined.ts";
export {connectTimeoutMs} from "./waitForRuntime.ts";
