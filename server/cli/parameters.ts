// `shouwang parameters import`.
import { handInParameters } from '../hand-in.ts';
import { withService } from './open.ts';

export async function importFile(args: string[]): Promise<number> {
  const [verb, path] = args;
  if (verb !== 'import' || !path) throw new Error('用法 Usage: parameters import <csv>');
  return await withService(async (service) => {
    const added = await handInParameters(service, path, service.clock());
    console.log(added === 0 ? '没有新的数值。 / Nothing new.' : `导入 ${added} 个数值。 / ${added} values imported.`);
    return 0;
  });
}
