import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/max-tw-buckets-invalid'] };

test('zero and less: 0', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 0
    #                             ^ ? error sysctl/max-tw-buckets-invalid: net.ipv4.tcp_max_tw_buckets = 0 leaves no TIME_WAIT at all: every connection is forgotten the moment it is closed, so late packets of an old one can reach a new one
    `,
    only,
  ));

test('zero and less: -1', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = -1
    #                             ^^ ? error sysctl/max-tw-buckets-invalid: net.ipv4.tcp_max_tw_buckets = -1 leaves no TIME_WAIT at all: every connection is forgotten the moment it is closed, so late packets of an old one can reach a new one
    `,
    only,
  ));

test('any cap', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 1
    `,
    only,
  ));
