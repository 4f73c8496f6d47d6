export {type HostSocket, openHostSocket} from "./acceptOne.ts";
export {type BpfInstruction, bpfCodes, bpfInstructionSize, encodeBpf} from "./bpf.ts";
export {
  bubblewrapArguments,
  bubblewrapCommand,
  encodeArguments,
  type Mount,
  type SandboxContents,
  sandboxFds,
  sandboxPaths,
} from "./bubblewrapArguments.ts";
export {checkBinary} from "./checkBinary.ts";
export {checkBubblewrap, defaultBubblewrapPath} from "./checkBubblewrap.ts";
export {ElfError, type ElfInfo, type ReadAt, readElf} from "./elf.ts";
export {LibraryCacheError, parseLibraryCache} from "./libraryCache.ts";
export {defaultLineLimits, type LineLimits, LineLogger} from "./lineLogger.ts";
export {
  type LibrarySearch,
  loadLibrarySearch,
  resolveLibraries,
  type SharedLibrary,
} from "./resolveLibraries.ts";
export {type Confinement, confine, defaultResourceLimits, type ResourceLimits} from "./resourceLimits.ts";
export {type ProcessExit, type ProcessOptions, type RunningProcess, runProcess} from "./runProcess.ts";
export {type Finding, SandboxError, type SandboxErrorCode} from "./sandboxError.ts";
export {seccompProgram, seccompResults} from "./seccomp.ts";
