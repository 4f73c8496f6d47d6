import {constants} from "node:fs";
import {access, type FileHandle, open, stat} from "node:fs/promises";
import {ElfError, type ElfInfo, readElf} from "./elf.ts";
import {SandboxError, type SandboxErrorCode} from "./sandboxError.ts";

const wanted = "an executable ELF file for x86-64";

/** Looks at a ParaTime's binary before it is started. Throws `SandboxError` `binary…`. */
export async function checkBinary(path: string): Promise<ElfInfo> {
  const {isFile} = await describe(path);
  if (!isFile)
    throw refuse("binaryNotFile", `${path} is not a file`, "name the binary itself in runtime.paths");
  try {
    await access(path, constants.X_OK);
  } catch (cause) {
    throw refuse(
      "binaryNotExecutable",
      `${path} is not executable`,
      `make it so with: chmod +x ${path}`,
      cause,
    );
  }
  const file = await openBinary(path);
  try {
    return await readElf((offset, length) => readAt(file, offset, length));
  } catch (cause) {
    throw cause instanceof ElfError ? explain(path, cause) : cause;
  } finally {
    await file.close();
  }
}

async function describe(path: string): Promise<{readonly isFile: boolean}> {
  try {
    return {isFile: (await stat(path)).isFile()};
  } catch (cause) {
    throw refuse("binaryMissing", `${path} is not there`, "check its path in runtime.paths", cause);
  }
}

async function openBinary(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    const remedy = "let the user that runs the node read it";
    throw refuse("binaryNotReadable", `${path} cannot be read`, remedy, cause);
  }
}

/** Fewer bytes at the end of the file. */
export async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const {size} = await file.stat();
  const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
  const {bytesRead} = await file.read(bytes, 0, bytes.length, offset);
  return bytes.subarray(0, bytesRead);
}

function explain(path: string, error: ElfError): SandboxError {
  switch (error.code) {
    case "notElf": {
      const found = `${path} is not an ELF file: it begins with ${error.details.beginning}`;
      return refuse("binaryNotElf", found, "name the ParaTime's ELF binary in runtime.paths", error);
    }
    case "wrongArchitecture": {
      const remedy = "get the build of the ParaTime for this machine";
      return refuse("binaryWrongArchitecture", `${path} is ${error.message}`, remedy, error);
    }
    case "malformed": {
      const remedy = "the file is damaged: get it again and compare its checksum";
      return refuse("binaryMalformed", `${path} is no usable ELF file: ${error.message}`, remedy, error);
    }
  }
}

function refuse(code: SandboxErrorCode, found: string, remedy: string, cause?: unknown): SandboxError {
  return new SandboxError(code, {found, wanted, remedy}, cause);
}
