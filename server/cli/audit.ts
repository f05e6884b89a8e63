// `shouwang audit verify`: seals what is committed, then walks the chain.
import { sealAudit } from '../audit/seal.ts';
import { verifyAudit } from '../audit/verify.ts';
import { withService } from './open.ts';

export async function verifyLog(args: string[]): Promise<number> {
  if (args[0] !== 'verify') throw new Error('用法 Usage: audit verify');
  return await withService(async ({ flow }) => {
    await sealAudit(flow, new Date());
    const report = await verifyAudit(flow);
    console.log(JSON.stringify(report));
    return report.ok ? 0 : 1;
  });
}
