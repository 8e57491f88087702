import { createRequire } from 'node:module';
import type { KoffiFunc, LibraryHandle, TypeObject } from 'koffi';

/**
 * The few functions of a PKCS#11 module that making a signature takes (OASIS PKCS #11 v2.40; numbers from pkcs11t.h), through
 * a foreign function interface, because no package brings the binding prebuilt. Every call runs off the main thread: a
 * token on USB takes its time, and one in the network may not answer at all.
 *
 * Calls must not overlap: the module is initialised without threads of its own. The caller queues.
 */
export interface Cryptoki {
  initialize(): Promise<number>;
  /** Slots with a token in them. */
  slots(): Promise<Answer<readonly number[]>>;
  /** Label of the token in a slot, without its padding. */
  tokenLabel(slot: number): Promise<Answer<string>>;
  openSession(slot: number): Promise<Answer<number>>;
  closeSession(session: number): Promise<number>;
  login(session: number, pin: string): Promise<number>;
  /** Handles of the private keys that bear this label; at most two are looked for, because one is wanted. */
  findPrivateKeys(session: number, label: string): Promise<Answer<readonly number[]>>;
  /** SignInit and Sign in one piece. `mechanism` without parameters; `data` of one byte or more. */
  sign(session: number, key: number, mechanism: number, data: Uint8Array): Promise<Answer<Uint8Array>>;
}

/** `rv` 0 = CKR_OK; the value is meaningless otherwise. */
export interface Answer<T> {
  readonly rv: number;
  readonly value: T;
}

export const CKM_RSA_PKCS = 0x0001;
export const CKM_SHA256_RSA_PKCS = 0x0040;

const CKF_SERIAL_SESSION = 0x0004;
const CKU_USER = 1;
const CKA_CLASS = 0x0000;
const CKA_LABEL = 0x0003;
const CKO_PRIVATE_KEY = 3;

const MAX_SLOTS = 64;
const LABEL_BYTES = 32;
/** CK_TOKEN_INFO is 208 bytes at most; the label comes first. */
const TOKEN_INFO_BYTES = 512;
/** RSA with 8192 bits. */
const MAX_SIGNATURE = 1024;

/** Positions in CK_FUNCTION_LIST, behind the version. */
const FUNCTIONS = {
  initialize: [0, 'unsigned long C_Initialize(void *args)'],
  slotList: [4, 'unsigned long C_GetSlotList(uint8 present, void *slots, _Inout_ unsigned long *count)'],
  tokenInfo: [6, 'unsigned long C_GetTokenInfo(unsigned long slot, void *info)'],
  openSession: [
    12,
    'unsigned long C_OpenSession(unsigned long slot, unsigned long flags, void *app, void *notify, _Out_ unsigned long *session)',
  ],
  closeSession: [13, 'unsigned long C_CloseSession(unsigned long session)'],
  login: [
    18,
    'unsigned long C_Login(unsigned long session, unsigned long user, void *pin, unsigned long length)',
  ],
  findInit: [
    26,
    'unsigned long C_FindObjectsInit(unsigned long session, CK_ATTRIBUTE *template, unsigned long count)',
  ],
  find: [
    27,
    'unsigned long C_FindObjects(unsigned long session, void *found, unsigned long max, _Out_ unsigned long *count)',
  ],
  findFinal: [28, 'unsigned long C_FindObjectsFinal(unsigned long session)'],
  signInit: [
    42,
    'unsigned long C_SignInit(unsigned long session, CK_MECHANISM *mechanism, unsigned long key)',
  ],
  sign: [
    43,
    'unsigned long C_Sign(unsigned long session, void *data, unsigned long length, void *signature, _Inout_ unsigned long *signatureLength)',
  ],
} as const;
const FUNCTION_COUNT = 68;

type FunctionName = keyof typeof FUNCTIONS;

type Native = KoffiFunc<(...args: unknown[]) => number | bigint>;
type Koffi = typeof import('koffi');

/** @throws Error when the module or the interface to it cannot be loaded; its message is the system's */
export function loadCryptoki(module: string): Cryptoki {
  // Loaded only where a token is configured: everybody else does without the package.
  const koffi: Koffi = createRequire(import.meta.url)('koffi');
  return new NativeCryptoki(koffi, module);
}

class NativeCryptoki implements Cryptoki {
  readonly #koffi: Koffi;
  readonly #functions: Readonly<Record<FunctionName, Native>>;
  /**
   * Held, because a library that nobody holds is unloaded. Loaded `deep`, because modules bring an OpenSSL of their own
   * and so does this process, with the same names: each must find its own.
   */
  readonly #library: LibraryHandle;
  readonly #lent = new Set<readonly unknown[]>();

  constructor(koffi: Koffi, module: string) {
    this.#koffi = koffi;
    types ??= declareTypes(koffi);
    const { list, prototypes } = types;
    this.#library = koffi.load(module, { deep: true });
    const pointers = functionList(koffi, this.#library, list);
    const names = Object.keys(FUNCTIONS) as readonly FunctionName[];
    this.#functions = Object.fromEntries(
      names.map((name) => [name, koffi.decode(pointers[FUNCTIONS[name][0]], prototypes[name])]),
    ) as Record<FunctionName, Native>;
  }

  initialize(): Promise<number> {
    return this.#call('initialize', null);
  }

  async slots(): Promise<Answer<readonly number[]>> {
    const slots = this.#ulongs(MAX_SLOTS);
    const count = [MAX_SLOTS];
    const rv = await this.#call('slotList', 1, slots, count);
    return { rv, value: this.#numbers(slots, Math.min(Number(count[0]), MAX_SLOTS)) };
  }

  async tokenLabel(slot: number): Promise<Answer<string>> {
    const info = Buffer.alloc(TOKEN_INFO_BYTES);
    const rv = await this.#call('tokenInfo', slot, info);
    return { rv, value: info.toString('utf8', 0, LABEL_BYTES).trimEnd() };
  }

  async openSession(slot: number): Promise<Answer<number>> {
    const session = [0];
    const rv = await this.#call('openSession', slot, CKF_SERIAL_SESSION, null, null, session);
    return { rv, value: Number(session[0]) };
  }

  closeSession(session: number): Promise<number> {
    return this.#call('closeSession', session);
  }

  async login(session: number, pin: string): Promise<number> {
    const bytes = Buffer.from(pin);
    try {
      return await this.#call('login', session, CKU_USER, bytes, bytes.length);
    } finally {
      bytes.fill(0);
    }
  }

  async findPrivateKeys(session: number, label: string): Promise<Answer<readonly number[]>> {
    const wanted = this.#ulongs(1);
    this.#koffi.encode(wanted, 'unsigned long', CKO_PRIVATE_KEY);
    const name = Buffer.from(label);
    const template = [
      { type: CKA_CLASS, pValue: wanted, ulValueLen: wanted.length },
      { type: CKA_LABEL, pValue: name, ulValueLen: name.length },
    ];
    const begun = await this.#call('findInit', session, template, template.length);
    /* v8 ignore next -- a token that vanished between two calls */
    if (begun !== 0) return { rv: begun, value: [] };
    const found = this.#ulongs(2);
    const count = [0];
    const rv = await this.#call('find', session, found, 2, count);
    await this.#call('findFinal', session);
    return { rv, value: this.#numbers(found, Number(count[0])) };
  }

  async sign(session: number, key: number, mechanism: number, data: Uint8Array): Promise<Answer<Uint8Array>> {
    const how = { mechanism, pParameter: null, ulParameterLen: 0 };
    const begun = await this.#call('signInit', session, how, key);
    /* v8 ignore next -- likewise, or a mechanism that it lacks: SoftHSM has both */
    if (begun !== 0) return { rv: begun, value: new Uint8Array(0) };
    const signature = Buffer.alloc(MAX_SIGNATURE);
    const length = [MAX_SIGNATURE];
    const rv = await this.#call('sign', session, Buffer.from(data), data.length, signature, length);
    return { rv, value: new Uint8Array(signature.subarray(0, Number(length[0]))) };
  }

  #call(name: FunctionName, ...args: readonly unknown[]): Promise<number> {
    // Another thread reads and writes these while the collector may think that nobody needs them any more.
    this.#lent.add(args);
    return new Promise((resolve, reject) => {
      this.#functions[name].async(...args, (error: unknown, rv: number | bigint) => {
        this.#lent.delete(args);
        /* v8 ignore next -- the binding refuses our own arguments: a bug */
        if (error !== null) reject(error);
        else resolve(Number(rv));
      });
    });
  }

  #ulongs(count: number): Buffer {
    return Buffer.alloc(count * this.#koffi.sizeof('unsigned long'));
  }

  #numbers(buffer: Buffer, count: number): readonly number[] {
    return Array.from(
      this.#koffi.decode(buffer, 'unsigned long', count) as ArrayLike<number | bigint>,
      Number,
    );
  }
}

interface Types {
  readonly list: TypeObject;
  readonly prototypes: Readonly<Record<FunctionName, TypeObject>>;
}

/** Named types are global to the binding: declared once in a process, whatever modules are loaded. */
let types: Types | null = null;

function functionList(koffi: Koffi, library: LibraryHandle, type: TypeObject): readonly unknown[] {
  const list: unknown[] = [null];
  const rv = Number(library.func('C_GetFunctionList', 'unsigned long', [koffi.out('void **')])(list));
  /* v8 ignore next -- no module is known that refuses this */
  if (rv !== 0) throw new Error(`C_GetFunctionList answers ${rvText(rv)}`);
  return (koffi.decode(list[0], type) as { readonly functions: readonly unknown[] }).functions;
}

function declareTypes(koffi: Koffi): Types {
  // The standard packs its structures to one byte on Windows and lets the compiler choose everywhere else.
  /* v8 ignore next -- Windows */
  const struct = process.platform === 'win32' ? koffi.pack : koffi.struct;
  struct('CK_ATTRIBUTE', { type: 'unsigned long', pValue: 'void *', ulValueLen: 'unsigned long' });
  struct('CK_MECHANISM', {
    mechanism: 'unsigned long',
    pParameter: 'void *',
    ulParameterLen: 'unsigned long',
  });
  const version = struct('CK_VERSION', { major: 'uint8', minor: 'uint8' });
  const functions = koffi.array('void *', FUNCTION_COUNT, 'Array');
  const names = Object.keys(FUNCTIONS) as readonly FunctionName[];
  return {
    list: struct('CK_FUNCTION_LIST', { version, functions }),
    prototypes: Object.fromEntries(names.map((name) => [name, koffi.proto(FUNCTIONS[name][1])])) as Record<
      FunctionName,
      TypeObject
    >,
  };
}

/** CKR_… as technicians look it up. */
export function rvText(rv: number): string {
  return `0x${rv.toString(16).padStart(8, '0').toUpperCase()}`;
}
