/** The words for types of values, as findings say them. */
import type { Found, Wanted } from '../model/kubernetes/schema/mistake.ts';

export const WANTED: Readonly<Record<Wanted, string>> = {
  text: 'a string',
  whole: 'a whole number',
  number: 'a number',
  truth: 'true or false',
  quantity: 'a quantity',
  'whole-or-text': 'a whole number or a string',
  list: 'a list',
  mapping: 'a mapping',
};

export const FOUND: Readonly<Record<Found['is'], string>> = {
  text: 'a string',
  whole: 'a number',
  fraction: 'a number',
  truth: 'a boolean',
  list: 'a list',
  mapping: 'a mapping',
  null: 'null',
  'too-large': 'a number',
};
