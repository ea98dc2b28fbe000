/** Takes so many grown nodes of the trees from `from` to before `to`, which are overwritten after; see grown-nodes.ts. */
export declare function takeNodes(count: usize, from: usize, to: usize): void

/** Keeps a copy of some bytes. */
export declare function keepBytes(from: usize, length: usize): void

/** Puts back what was kept last. */
export declare function putBack(to: usize): void

/** Is told which phase begins, by its place in `phases` (profile.ts), and how many updates it will make. */
export declare function enter(phase: u32, updates: f64): void
