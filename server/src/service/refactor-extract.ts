import type { Directive, Nginx } from '../nginx/model/model.ts';
import type { Refactoring } from './refactor.ts';

export function extractions(_nginx: Nginx, _d: Directive): readonly Refactoring[] {
  return [];
}
