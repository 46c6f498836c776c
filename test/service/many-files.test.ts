import { expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import type { Source } from '../../server/src/core/text.ts';
import { createService } from '../../server/src/service/service.ts';

test('a folder is listed once for all of its files', async () => {
  const paths = Array.from({ length: 20 }, (_, i) => `/w/sites-available/site${i}`);
  const text = 'server { listen 80; }\n';
  const disk = memoryHost(new Map(paths.map((path): [string, Source] => [path, { path, text, encoding: 'utf8' }])));
  const listed: string[] = [];
  const host = {
    ...disk,
    list: (path: string) => {
      listed.push(path);
      return disk.list(path);
    },
  };
  const { files } = await createService({ host, onCrash: () => {} }).check(paths);
  expect(files.size).toBe(20);
  expect(listed.toSorted()).toEqual([...new Set(listed)].toSorted());
});
