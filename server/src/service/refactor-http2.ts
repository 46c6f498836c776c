import type { Directive, Nginx } from '../nginx/model/model.ts';
import type { Refactoring } from './refactor.ts';

export function http2Switches(_nginx: Nginx, _d: Directive): readonly Refactoring[] {
  return [];
}
