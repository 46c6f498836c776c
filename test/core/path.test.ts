import { expect, it } from 'vitest';
import { folderOf, innermost, nameIn, nameOf, resolvePath, volumeOf } from '../../server/src/core/path.ts';

it.each([
  ['', '/etc/nginx'],
  ['', '/memfs:/nginx'],
  ['c:', 'c:/nginx'],
  ['//server', '//server/share'],
  ['//memfs:', '//memfs:/nginx'],
  ['//vscode-vfs:github', '//vscode-vfs:github/owner'],
])('%s is the volume of %s', (volume, path) => {
  expect(volumeOf(path)).toBe(volume);
  expect(nameOf(path)).toBe(path.slice(path.lastIndexOf('/') + 1));
});

it.each([
  ['/etc/nginx', '/etc'],
  ['/etc', '/'],
  ['/', '/'],
  ['c:/nginx', 'c:'],
  ['c:', 'c:'],
  ['//memfs:/a/b', '//memfs:/a'],
  ['//memfs:/a', '//memfs:'],
  ['//memfs:', '//memfs:'],
])('%s lies in %s', (path, folder) => {
  expect(folderOf(path)).toBe(folder);
});

it.each([
  ['/etc/nginx', 'conf.d/../a.conf', '/etc/nginx/a.conf'],
  ['/etc/nginx', '/srv/a.conf', '/srv/a.conf'],
  ['/etc', '../../a.conf', '/a.conf'],
  ['/etc', '..', '/'],
  ['c:/nginx', '../../a.conf', 'c:/a.conf'],
  ['c:/nginx', '..', 'c:'],
  ['//server/share', './/a.conf', '//server/share/a.conf'],
  ['//memfs:/nginx', '/etc/nginx/a.conf', '//memfs:/etc/nginx/a.conf'],
  ['//memfs:', 'a.conf', '//memfs:/a.conf'],
  ['//vscode-vfs:github/owner/a', '../../../../etc/a.conf', '//vscode-vfs:github/etc/a.conf'],
])('from %s, %s is %s: never on another volume', (folder, path, resolved) => {
  expect(resolvePath(folder, path)).toBe(resolved);
});

it.each([
  ['/w/app/conf/a.conf', '/w/app', 'conf/a.conf'],
  ['/w/app', '/w/app', ''],
  ['/w/apple/a.conf', '/w', 'apple/a.conf'],
  ['/etc/a.conf', '/', 'etc/a.conf'],
  ['//memfs:/w/a.conf', undefined, undefined],
])('%s lies in the workspace folder %s as %s', (path, folder, name) => {
  const found = innermost(['/', '/w', '/w/app'], path);
  expect(found).toBe(folder);
  expect(found && nameIn(found, path)).toBe(name);
});
