// portcullis-plain.js: the wasm as JavaScript. It hands what it exports to the script that asked for it, whose glue it
// imports.

import wasm from 'glue/plain.js?all';
import { page } from '../gate/document';
import type { Exports, PlainHanded } from './wasm';

const { handed } = (page.currentScript as HTMLScriptElement & { portcullis: PlainHanded }).portcullis;
handed.exports = wasm as Exports;
