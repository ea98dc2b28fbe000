/** The part of the WebAssembly interface that is used here; the types of Node 20 have none. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum: number; shared: true })
    readonly buffer: SharedArrayBuffer
    /** Adds pages; gives how many there were before. */
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  /** A number that both sides can set; what a module keeps in 32 bits is rounded to them. */
  class Global {
    value: number
  }
  class Instance {
    constructor(
      module: Module,
      imports: {
        env: { memory: Memory }
        hooks?: Readonly<Record<string, (...numbers: number[]) => void>>
      },
    )
    readonly exports: unknown
  }
}
