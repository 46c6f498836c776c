import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formatValues, parseConfig } from '../../server/src/core/config.ts';
import { distributions } from '../../server/src/core/distributions.data.ts';
import { defaultFormat } from '../../server/src/core/format.ts';
import { presets, severities } from '../../server/src/core/rule.ts';
import { rules } from '../../server/src/service/service.ts';

const file = fileURLToPath(new URL('../../docs/keepalint.schema.json', import.meta.url));
const ids = [...rules.keys()].sort();
const products = ['nginx', 'kernel', 'procps', 'systemd'];
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const strings = (description: string) => ({ type: 'array', items: { type: 'string' }, description });

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://raw.githubusercontent.com/keepalint/keepalint/main/docs/keepalint.schema.json',
  title: 'keepalint configuration (.keepalint.yaml)',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    targets: {
      description: 'The versions that the configuration has to work with; default: all that a supported distribution ships',
      examples: [['nginx=1.24', 'kernel=5.15'], ['ubuntu=22.04'], { nginx: '1.18-1.30' }],
      oneOf: [
        { type: 'string' },
        { type: 'array', items: { type: 'string' } },
        {
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries([
            ...[...products, ...distributions().flatMap((d) => [d.id, ...d.aliases])].map((name) => [name, ref('versions')]),
            ...['docker', 'kubernetes', 'k8s'].map((name) => [name, { type: 'null' }]),
          ]),
        },
      ],
    },
    presets: {
      type: 'array',
      items: { enum: presets },
      description: 'Sets of rules that are off otherwise',
    },
    rules: {
      type: 'object',
      description: 'What each rule counts for',
      additionalProperties: false,
      properties: Object.fromEntries(ids.map((id) => [id, ref('severity')])),
    },
    ignore: strings('Files that are left out, as in .gitignore, from the folder of this file'),
    nginx: {
      type: 'object',
      additionalProperties: false,
      properties: {
        roots: strings('Main files that cannot be found by their name, from the folder of this file'),
        paths: {
          type: 'object',
          description: 'For the absolute paths of include directives: the folder where their files are found here',
          propertyNames: { pattern: '^/' },
          additionalProperties: { type: 'string' },
          examples: [{ '/etc/nginx': 'deploy/nginx' }],
        },
        directives: strings('Directives of modules that only their author knows: none of them is judged'),
      },
    },
    machines: {
      type: 'object',
      description: "Which files are one machine's; without it, it is guessed from where they are",
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          nginx: { ...ref('paths'), description: 'Main files of nginx' },
          sysctl: { ...ref('paths'), description: 'sysctl files in the order they are applied, or their folder' },
        },
      },
      examples: [{ web1: { nginx: 'web1/nginx.conf', sysctl: ['web1/10-net.conf', 'web1/20-tcp.conf'] } }],
    },
    format: {
      type: 'object',
      description: 'How keepalint format and editors lay files out',
      additionalProperties: false,
      properties: {
        indent: {
          enum: formatValues.indent,
          default: defaultFormat.indent,
          description: 'Blanks per level in nginx, or a tab',
        },
        align: {
          enum: formatValues.align,
          default: defaultFormat.align,
          description: 'Values of map, types and their like in one column; in sysctl files the equals signs of a block',
        },
        blankLines: {
          enum: formatValues.blankLines,
          default: defaultFormat.blankLines,
          description: 'How many blank lines in a row are left',
        },
      },
    },
  },
  definitions: {
    severity: { enum: [...severities, 'off'] },
    paths: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    version: { type: ['string', 'number'] },
    versions: { oneOf: [ref('version'), { type: 'array', items: ref('version') }, { type: 'null' }] },
  },
};

test('the schema is up to date', async () => {
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(file);
});

test('what the schema allows is read without a complaint', async () => {
  const { properties } = schema;
  const config = {
    $schema: 'x',
    targets: { nginx: '1.24', arch: null, docker: null, ubuntu: ['22.04', 24.04] },
    presets: [...presets],
    rules: Object.fromEntries(Object.keys(properties.rules.properties).map((id) => [id, 'off'])),
    ignore: ['x'],
    nginx: { roots: ['a'], paths: { '/etc/nginx': 'b' }, directives: ['c'] },
    machines: { web1: { nginx: 'd', sysctl: ['e'] } },
    format: { indent: 'tab', align: true, blankLines: 2 },
  };
  expect(Object.keys(config)).toEqual(Object.keys(properties));
  expect(Object.keys(config.nginx)).toEqual(Object.keys(properties.nginx.properties));
  expect(Object.keys(config.format)).toEqual(Object.keys(properties.format.properties));
  const { problems } = await parseConfig('/x/.keepalint.json', JSON.stringify(config), ids);
  expect(problems.map((p) => p.message.en)).toEqual([]);
});
