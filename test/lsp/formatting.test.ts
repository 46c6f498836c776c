import { describe, expect, onTestFinished, test } from 'vitest';
import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connect, type Options } from './client.ts';

const untidy = 'events{}\nhttp{\nserver {\nlisten   80; server_name a.com\n   b.com;  \n}\n}';

async function formatting(text: string, more: Partial<Options> & { readonly name?: string } = {}) {
  const { name = 'nginx.conf', ...rest } = more;
  const client = await connect({ ...rest, files: { ...rest.files, [name]: text } });
  onTestFinished(() => client.stop());
  await client.open(name);
  const document = TextDocument.create(client.uri(name), '', 1, text);
  const ask = async (options: FormattingOptions, from?: string, to?: string): Promise<{ text: string; edits: TextEdit[] }> => {
    const position = (s: string) => document.positionAt(text.indexOf(s));
    const range = from === undefined ? undefined : { start: position(from), end: position(to ?? from) };
    const method = range ? 'textDocument/rangeFormatting' : 'textDocument/formatting';
    const edits = await client.connection.sendRequest<TextEdit[]>(method, {
      textDocument: { uri: client.uri(name) },
      options,
      ...(range && { range }),
    });
    return { text: TextDocument.applyEdits(document, edits), edits };
  };
  return { client, ask };
}

const spaces = (tabSize: number): FormattingOptions => ({ tabSize, insertSpaces: true });
const tidy = (unit: string) =>
  ['events {}', 'http {', '\tserver {', '\t\tlisten 80;', '\t\tserver_name a.com', '\t\t\tb.com;', '\t}', '}', '']
    .join('\n')
    .replaceAll('\t', unit);

describe('a document', () => {
  test('is offered', async () => {
    const { client } = await formatting('');
    expect(client.initialized.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
    });
  });

  test.each([
    ['two blanks', spaces(2), '  '],
    ['three blanks', spaces(3), '   '],
    ['tabs', { tabSize: 8, insertSpaces: false }, '\t'],
  ])('as the editor indents: %s', async (_, options, unit) => {
    const { ask } = await formatting(untidy);
    expect((await ask(options)).text).toBe(tidy(unit));
  });

  test('as the configuration says, whatever the editor says', async () => {
    const { ask } = await formatting(untidy, { files: { '.keepalint.yaml': 'format: { indent: 4 }\n' } });
    expect((await ask(spaces(2))).text).toBe(tidy('    '));
  });

  test('as it stands in the editor, not on the disk', async () => {
    const { client, ask } = await formatting('user www;\n');
    await client.edit('nginx.conf', 'www', '  www');
    const { edits } = await ask(spaces(4));
    expect(edits).toEqual([{ range: { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } }, newText: ' ' }]);
  });

  test('only where something is to be changed', async () => {
    const { ask } = await formatting(`${tidy('    ')}${'server {\n    listen 81;\n}\n'.repeat(100)}a  b;\n`);
    const { edits } = await ask(spaces(4));
    expect(edits).toHaveLength(1);
    expect((await (await formatting(tidy('    '))).ask(spaces(4))).edits).toEqual([]);
  });

  test('with CRLF, a lone CR in a comment, and characters beyond the first plane', async () => {
    const { ask } = await formatting('# 😀 a\rb\r\nset   $a "😀"  ;\r\nevents{}');
    expect((await ask(spaces(4))).text).toBe('# 😀 a\rb\r\nset $a "😀";\r\nevents {}\r\n');
  });

  test.each([
    ['a syntax error', 'events {\n  worker_connections 1\n}\n'],
    ['a template', 'events {}\nhttp {\n{% if a %}\nserver {}\n{% endif %}\n}\n'],
    ['no configuration', '<html>\n  <body>\n'],
  ])('not with %s', async (_, text) => {
    const { ask } = await formatting(text);
    expect((await ask(spaces(4))).edits).toEqual([]);
  });

  test('not where the configuration leaves it out', async () => {
    const { ask } = await formatting(untidy, { files: { '.keepalint.yaml': 'ignore: [nginx.conf]\n' } });
    expect((await ask(spaces(4))).edits).toEqual([]);
  });

  test('of sysctl', async () => {
    const { ask } = await formatting(' a.b=1  \n\n\n\nc.d = 2', { name: 'sysctl.conf' });
    expect((await ask(spaces(4))).text).toBe('a.b = 1\n\nc.d = 2\n');
  });
});

describe('a selection', () => {
  const text = 'http {\nserver {\nlisten   80;\nserver_name a.com\nb.com;\nlocation / {\nroot  /srv;\n}\n}\n}\n';
  test.each<[string, string, string, string]>([
    ['whole lines', 'listen', 'server_name', text.replace('listen   80', '        listen 80')],
    ['a part of a line stands for it', '80', '80', text.replace('listen   80', '        listen 80')],
    [
      'a directive of several lines, though it begins in the middle of one',
      '80',
      'location',
      text
        .replace('listen   80', '        listen 80')
        .replace('server_name a.com\nb.com', '        server_name a.com\n            b.com'),
    ],
    ['no half of a directive', 'b.com', 'b.com', text],
    ['the head of a block without its content', 'location', 'root', text.replace('location', '        location')],
    ['the content of a block', 'root', '}', text.replace('root  /srv', '            root /srv')],
  ])('%s', async (_, from, to, expected) => {
    const { ask } = await formatting(text);
    expect((await ask(spaces(4), from, to)).text).toBe(expected);
  });

  test('of sysctl', async () => {
    const { ask } = await formatting('a=1\nb=2\nc=3', { name: 'sysctl.conf' });
    expect((await ask(spaces(4), 'b', 'c')).text).toBe('a=1\nb = 2\nc=3');
    expect((await ask(spaces(4), 'c')).text).toBe('a=1\nb=2\nc = 3\n');
    const { ask: askEarly } = await formatting('\na=1\n', { name: 'sysctl.conf' });
    expect((await askEarly(spaces(4), '\na', 'a')).text).toBe('a=1\n');
  });
});

describe('while typing', () => {
  const typed = async (text: string, ch: string, more: Partial<Options> & { readonly name?: string } = {}) => {
    const { client } = await formatting(text.replace('|', ''), more);
    const uri = client.uri(more.name ?? 'nginx.conf');
    const document = TextDocument.create(uri, '', 1, text.replace('|', ''));
    const position = document.positionAt(text.indexOf('|'));
    const about = { textDocument: { uri }, position, ch, options: spaces(2) };
    const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/onTypeFormatting', about);
    return TextDocument.applyEdits(document, edits);
  };

  test('is offered', async () => {
    const { client } = await formatting('');
    expect(client.initialized.capabilities.documentOnTypeFormattingProvider).toEqual({
      firstTriggerCharacter: '}',
      moreTriggerCharacter: [';', '\n'],
    });
  });

  test('the line is indented as the editor indents', async () => {
    expect(await typed('http {\ngzip on;|\n}\n', ';')).toBe('http {\n  gzip on;\n}\n');
    expect(await typed('http {\n  server {\n      }|\n}\n', '}')).toBe('http {\n  server {\n  }\n}\n');
    expect(await typed('http {\n  gzip on;\n|\n}\n', '\n')).toBe('http {\n  gzip on;\n  \n}\n');
  });

  test('as the configuration says, and not at all where it leaves the file out', async () => {
    const text = 'http {\ngzip on;|\n}\n';
    const tabs = { files: { '.keepalint.yaml': 'format: { indent: tab }\n' } };
    expect(await typed(text, ';', tabs)).toBe('http {\n\tgzip on;\n}\n');
    const ignored = { files: { '.keepalint.yaml': 'ignore: [nginx.conf]\n' } };
    expect(await typed(text, ';', ignored)).toBe(text.replace('|', ''));
  });

  test('a key goes to the beginning of its line', async () => {
    expect(await typed('  vm.swappiness = 1\n|', '\n', { name: 'sysctl.conf' })).toBe('vm.swappiness = 1\n');
  });
});
