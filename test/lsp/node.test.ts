import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diskFiles, filesFor } from '../../server/src/lsp/node.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepalint-disk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

describe('files on the disk', () => {
  it('are the same object until they expire and their text is another', async () => {
    const files = diskFiles();
    writeFileSync(path('a.conf'), 'one');
    const first = await files.read(path('a.conf'));
    expect(first).toEqual({ path: path('a.conf'), text: 'one', encoding: 'utf8' });
    writeFileSync(path('a.conf'), 'other');
    expect(await files.read(path('a.conf'))).toBe(first);
    files.expire();
    const second = await files.read(path('a.conf'));
    expect(second?.text).toBe('other');
    writeFileSync(path('a.conf'), 'other');
    files.expire();
    expect(await files.read(path('a.conf'))).toBe(second);
    rmSync(path('a.conf'));
    files.expire();
    expect(await files.read(path('a.conf'))).toBeUndefined();
  });

  it('keep bytes that are not UTF-8', async () => {
    writeFileSync(path('gbk.conf'), Buffer.from([0x23, 0xd6, 0xd0, 0xce, 0xc4]));
    expect(await diskFiles().read(path('gbk.conf'))).toMatchObject({ encoding: 'latin1', text: '#ÖÐÎÄ' });
  });

  it('are only regular ones: a pipe may never end', async () => {
    mkdirSync(path('folder'), { recursive: true });
    expect(await diskFiles().read(path('folder'))).toBeUndefined();
    expect(await diskFiles().read('/dev/zero')).toBeUndefined();
    expect(spawnSync('mkfifo', [path('pipe')]).status).toBe(0);
    expect(await diskFiles().read(path('pipe'))).toBeUndefined();
  });

  it('are listed by name, links as what they point to', async () => {
    mkdirSync(path('list/b'), { recursive: true });
    writeFileSync(path('list/a.conf'), '');
    symlinkSync('a.conf', path('list/c.conf'));
    symlinkSync('b', path('list/d'));
    symlinkSync('nowhere', path('list/e'));
    expect(await diskFiles().list(path('list'))).toEqual([
      { name: 'a.conf', kind: 'file' },
      { name: 'b', kind: 'directory' },
      { name: 'c.conf', kind: 'file', link: path('list/a.conf') },
      { name: 'd', kind: 'directory', link: path('list/b') },
    ]);
    expect(await diskFiles().list(path('nothing'))).toBeUndefined();
  });

  it('end at a repository and at the root', async () => {
    mkdirSync(path('repository/.git'), { recursive: true });
    const files = diskFiles();
    expect(await files.isBoundary(path('repository'))).toBe(true);
    expect(await files.isBoundary(path('list'))).toBe(false);
    expect(await files.isBoundary('/')).toBe(true);
  });
});

describe('files that are on no disk', () => {
  const asked: unknown[] = [];
  const files = filesFor(async (method, params) => {
    asked.push(params);
    if (method === 'keepalint/fs/list') return [[{ name: 'a.conf', kind: 'file' }]] as never;
    return [{ stamp: '1', bytes: Buffer.from('#中文').toString('base64') }] as never;
  });

  it('are read by the client', async () => {
    expect(await files.read('//memfs:/a.conf')).toMatchObject({ text: '#中文', encoding: 'utf8' });
    expect(asked).toEqual([{ folders: ['memfs:/'] }, { files: [{ uri: 'memfs:/a.conf' }] }]);
  });

  it('are not asked for in vain', async () => {
    asked.length = 0;
    expect(await files.read('//untitled:?/Untitled-1')).toBeUndefined();
    writeFileSync(path('b.conf'), 'disk');
    expect(await files.read(path('b.conf'))).toMatchObject({ text: 'disk' });
    expect(await files.list('//server/share')).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each([null, [], [null], {}])('are not there where the client answers %j', async (answer) => {
    const none = filesFor(async () => answer as never);
    expect(await none.read('//memfs:/a.conf')).toBeUndefined();
    expect(await none.list('//memfs:/')).toBeUndefined();
  });
});
