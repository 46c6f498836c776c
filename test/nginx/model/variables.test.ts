import { describe, expect, test } from 'vitest';
import { splitVariables } from '../../../server/src/nginx/model/variables.ts';
import { location, modelOf } from './model.ts';

const ask = async (config: string, word: string, request?: 'any' | 'ordinary') => {
  const nginx = await modelOf(`http { ${config} }`);
  const { known, complete } = nginx.values(word, location(nginx, '/'), request);
  return [known.map((v) => v.text).sort(), complete];
};
const here = 'server { location / {} }';

test('the parts of a word', () => {
  expect(splitVariables(`a$b\${c}d$`)).toEqual(['a', 'b', '', 'c', 'd$']);
  expect(splitVariables('plain')).toEqual(['plain']);
});

test('text stands for itself', async () => {
  expect(await ask(here, 'close')).toEqual([['close'], true]);
});

test('a request decides what nothing defines', async () => {
  expect(await ask(here, 'http://$host')).toEqual([[], false]);
});

describe('map', () => {
  test('any of its values, and the empty default', async () => {
    expect(await ask(`map $uri $v { /a x; /b y; } ${here}`, '<$v>')).toEqual([['<>', '<x>', '<y>'], true]);
    expect(await ask(`map $uri $V { default z; /a x; } ${here}`, `\${v}`)).toEqual([['x', 'z'], true]);
  });
  test('a map of a map', async () => {
    const maps = 'map $uri $a { default one; } map $a $b { one two; default three; }';
    expect(await ask(`${maps} ${here}`, '$b')).toEqual([['two'], true]);
  });
  test('a value that is a variable', async () => {
    expect(await ask(`map $uri $a { default $b; } map $uri $b { default c; } ${here}`, '$a')).toEqual([['c'], true]);
    expect(await ask(`map $uri $a { default $arg_x; /a b; } ${here}`, '$a')).toEqual([['b'], false]);
  });
  test('maps that lead in a circle', async () => {
    expect((await ask(`map $uri $a { default $b; } map $uri $b { default $a; } ${here}`, '$a'))[1]).toBe(false);
  });
  test('a part that is not known', async () => {
    expect(await ask(`map $uri $a { default b; include none.map; } ${here}`, '$a')).toEqual([['b'], false]);
  });
  test('a request without an upgrade', async () => {
    const map = (entries: string) => `map $http_upgrade $c { ${entries} } ${here}`;
    expect(await ask(map("default upgrade; '' close;"), '$c', 'ordinary')).toEqual([['close'], true]);
    expect(await ask(map("default upgrade; '' close;"), '$c')).toEqual([['close', 'upgrade'], true]);
    expect(await ask(map('default close; websocket upgrade;'), '$c', 'ordinary')).toEqual([['close'], true]);
    expect(await ask(map('websocket upgrade;'), '$c', 'ordinary')).toEqual([[''], true]);
    expect(await ask(map('default upgrade; ~^$ close;'), '$c', 'ordinary')).toEqual([['close'], true]);
    expect(await ask(map('default upgrade; ~^(?i)x close;'), '$c', 'ordinary')).toEqual([['close', 'upgrade'], true]);
  });
});

describe('set', () => {
  test('in the location itself', async () => {
    expect(await ask('server { set $v a; location / { set $v b; } }', '$v')).toEqual([['b'], true]);
  });
  test('anywhere in the server where the location has none of its own', async () => {
    const server = 'server { set $v a; location / {} location /other { set $v b; } }';
    expect(await ask(server, '$v')).toEqual([['a', 'b'], true]);
  });
  test('not in another server', async () => {
    expect(await ask('server { set $v b; } server { set $v a; location / {} }', '$v')).toEqual([['a'], true]);
  });
  test('a script may set it, too', async () => {
    const server = 'server { set $v a; access_by_lua_file x.lua; location / {} }';
    expect(await ask(server, '$v')).toEqual([['a'], false]);
  });
  test('a capture of the same name', async () => {
    expect(await ask('server { set $v a; location ~ ^/(?<v>.*)$ {} location / {} }', '$v')).toEqual([[], false]);
  });
});

test('geo and split_clients', async () => {
  expect(await ask(`geo $v { default a; 10.0.0.0/8 b; } ${here}`, '$v')).toEqual([['a', 'b'], true]);
  expect(await ask(`geo $remote_addr $v { 10.0.0.0/8 b; } ${here}`, '$v')).toEqual([['', 'b'], true]);
  expect(await ask(`geo $v { ranges; proxy 10.0.0.1; default a; } ${here}`, '$v')).toEqual([['a'], true]);
  expect(await ask(`split_clients $uri $v { 50% a; * b; } ${here}`, '$v')).toEqual([['a', 'b'], true]);
  expect((await ask(`split_clients $uri $v { 50% $arg_x; * b; } ${here}`, '$v'))[1]).toBe(false);
});

test('what a module sets, and a map that is none', async () => {
  const setters = ['set_random $v 1 9;', 'set_formatted_local_time $v a b;', 'auth_request_set $v $x;', 'set_by_lua $v "x";'];
  for (const setter of [
    ...setters,
    'set_escape_uri $v $x;',
    'js_set $v x;',
    'js_var $v x;',
    'perl_set $v x;',
    'array_join , $v;',
  ])
    expect(await ask(`server { ${setter} set $v a; location / {} }`, '$v')).toEqual([[], false]);
  expect(await ask(`map $uri $v; ${here}`, '$v')).toEqual([[], false]);
});

test('combinations that explode are unknown', async () => {
  const values = Array.from({ length: 9 }, (_, i) => `/${i} v${i};`).join('');
  const maps = ['a', 'b', 'c'].map((name) => `map $uri $${name} { ${values} }`).join('');
  expect((await ask(`${maps} ${here}`, '$a'))[1]).toBe(true);
  expect(await ask(`${maps} ${here}`, '$a$b$c')).toEqual([[], false]);
  const sets = Array.from({ length: 60 }, (_, i) => `set $x "$x$x${i}";`).join('');
  expect((await ask(`server { location / { ${sets} } }`, '$x'))[1]).toBe(false);
});
