// fast-check with one seed for all: a run draws what the last one drew. SHOUWANG_SEED draws otherwise, for whoever looks for more.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SHOUWANG_SEED ?? 20261122) });

export default fc;
