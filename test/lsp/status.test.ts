import { expect, test } from 'vitest';
import { noSettings } from '../../server/src/lsp/settings.ts';
import { statusOf } from '../../server/src/lsp/status.ts';
import { lintFiles } from '../harness.ts';

const path = '/w/sysctl.conf';
const check = (text: string) => lintFiles(new Map([['sysctl.conf', text]]));

test('a setting that is not understood comes first, in the language of the reader', async () => {
  const problems = [{ en: 'unknown target "x"', 'zh-CN': '未知的目标“x”' }];
  const result = await check('net.ipv4.tcp_tw_recycle = 1\n');
  expect(statusOf(result, path, { ...noSettings, problems }, 'en')).toEqual({
    text: 'A setting is not understood',
    detail: 'unknown target "x"',
    findings: 0,
    problem: true,
  });
  expect(statusOf(result, path, { ...noSettings, problems }, 'zh-CN')).toMatchObject({
    text: '有无法识别的设置',
    detail: '未知的目标“x”',
  });
});

test('findings are counted, one by its own word', async () => {
  const status = async (text: string) => statusOf(await check(text), path, noSettings, 'en').text;
  expect(await status('vm.swappiness = 10\n')).toBe('No findings');
  expect(await status('net.ipv4.tcp_tw_recycle = 1\n')).toBe('1 finding');
  expect(await status('net.ipv4.tcp_tw_recycle = 1\nnet.ipv4.tcp_tw_recycle = 1\n')).toBe('2 findings');
  expect(await status('[Service]\n')).toBe('Neither nginx nor sysctl');
});
