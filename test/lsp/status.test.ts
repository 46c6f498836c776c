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
    entries: [],
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

test('findings are told apart by severity', async () => {
  const result = await check(
    'net.ipv4.tcp_tw_recycle = 1\nnet.ipv4.tcp_fin_timeout = 15\nnet.ipv4.tcp_max_tw_buckets = 5000\n',
  );
  expect(statusOf(result, path, noSettings, 'en').detail).toBe('1 error, 2 warnings');
  expect(statusOf(result, path, noSettings, 'zh-CN').detail).toBe('1 个错误、2 个警告');
});

test('targets are told as versions of what the file is for, with where they were chosen', async () => {
  const result = await check('vm.swappiness = 10\n');
  expect(statusOf(result, path, noSettings, 'en').targets).toEqual({
    text: 'Linux 4.18 and newer',
    detail: 'every supported version',
  });
  expect(statusOf(result, path, noSettings, 'zh-CN').targets).toEqual({
    text: 'Linux 4.18 及以上',
    detail: '所有受支持的版本',
  });
  expect(statusOf(result, path, { ...noSettings, targets: ['ubuntu=24.04'] }, 'en').targets?.detail).toBe('ubuntu=24.04');
});
