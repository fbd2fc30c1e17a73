import type { Editor, JSONContent } from '@tiptap/core';
import { Node } from '@tiptap/pm/model';
import { AllSelection, TextSelection } from '@tiptap/pm/state';
import { toasts } from '$lib/components/ui/toast/toasts.svelte';
import { countTextWords } from '../content/count-words';
import { copyText, sendText, uploadFile } from './api';
import { DraftStore } from './draft-store';
import { formatAt, type Format } from './format/formats';
import type { Question } from './insert/questions';
import { SlashMenu } from './insert/slash.svelte';
import type { Pasted } from './paste/paste';
import { SaveQueue, type Text, type Theirs } from './save-queue.svelte';
import { schema } from './schema';
import { provideServices, type PostAccess, type Services } from './services';

interface Options {
	post: Theirs & { id: string };
	/** Of the post in the desk: its text is saved there, and copied below. */
	address: string;
	/** Where pictures go. */
	mediaAddress: string;
	/** A save of a published post is in the open at once, so that it waits for a word. */
	isPublished: () => boolean;
	/** Who can read it. Its properties are reactive. */
	access: PostAccess;
}

/** One post being written: its text, the editor of it, and what becomes of both. */
export class EditorSession {
	title = $state('');
	subtitle = $state('');
	words = $state(0);
	/** Files on their way. */
	uploading = $state(0);
	/** Why the last file did not come. */
	trouble = $state('');
	/** What had not been saved when the window was left is back. */
	restored = $state(false);
	/** The stored document has parts this editor does not know. */
	broken = $state(false);
	/** The form for a link is open. */
	linking = $state(false);
	/** The keyboard is in the text or in what belongs to it. */
	writing = $state(false);
	/** An address is asked for before its block can be made. */
	asking = $state<Question | null>(null);
	/** An address that was pasted alone, while nothing was written since. */
	pasted = $state.raw<Pasted | null>(null);
	editor = $state.raw<Editor | null>(null);
	format = $state.raw<Format | null>(null);
	/** Words that are selected; null without any. */
	selected = $state.raw<{ from: number; to: number } | null>(null);

	readonly slash = new SlashMenu(() =>
		this.editor ? { editor: this.editor, ask: (question) => (this.asking = question) } : null
	);
	readonly queue: SaveQueue;
	/** Who can read it. Its properties are reactive. */
	readonly access: PostAccess;
	/** What the editor begins with. */
	readonly doc: JSONContent;
	readonly #options: Options;
	readonly #store: DraftStore;

	constructor(options: Options) {
		const { post } = options;
		this.#options = options;
		this.access = options.access;
		this.#store = new DraftStore(post.id);
		const draft = this.#store.read();
		const kept = draft && !sameText(draft, post) ? draft : null;
		const start = kept ?? post;
		this.title = start.title;
		this.subtitle = start.subtitle;
		this.doc = start.doc as JSONContent;
		this.queue = new SaveQueue({
			revision: post.revision,
			savedAt: post.savedAt,
			automatic: () => !options.isPublished(),
			read: () => this.read(),
			send: (text, revision) => sendText(options.address, text, revision),
			same: sameText,
			keep: (copy) => this.#store.keep(copy)
		});
		if (!kept) {
			this.#store.keep(null);
			return;
		}
		this.restored = true;
		this.queue.changed();
		if (kept.revision !== post.revision) this.queue.conflict(post);
	}

	/** The text as it stands. */
	read(): Text {
		return {
			title: this.title,
			subtitle: this.subtitle,
			doc: this.editor?.getJSON() ?? this.doc
		};
	}

	/** Gives the blocks of an editor what they need; before the editor shows any. */
	serve(editor: Editor, choose: Services['choose']): void {
		provideServices(editor, {
			choose,
			upload: (file) => this.upload(file),
			access: this.access
		});
	}

	ready(editor: Editor): void {
		this.editor = editor;
		this.look();
		this.#count();
	}

	/** After any change of the editor: what its bars and menus show. */
	look(): void {
		const { editor } = this;
		if (!editor) return;
		this.format = formatAt(editor);
		this.slash.follow(editor);
		// The form has the keyboard while it is open: who writes on has left it.
		if (editor.view.hasFocus()) this.linking = false;
		const { selection } = editor.state;
		const { from, to, empty } = selection;
		const isCode = selection.$from.parent.type.spec.code === true;
		const isText = selection instanceof TextSelection || selection instanceof AllSelection;
		this.selected = isText && !empty && !isCode ? { from, to } : null;
		if (this.pasted && (!empty || to !== this.pasted.to)) this.pasted = null;
	}

	/** Puts the caret before the first letter, at once: the next key belongs there. */
	begin(): void {
		this.editor?.view.focus();
		this.editor?.commands.setTextSelection(0);
	}

	changed(): void {
		this.#count();
		this.queue.changed();
	}

	/** Sends a file; null when it did not arrive, and `trouble` says why. */
	async upload(file: File) {
		this.trouble = '';
		this.uploading += 1;
		try {
			return await uploadFile(this.#options.mediaAddress, file);
		} catch (error) {
			this.trouble = `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
			return null;
		} finally {
			this.uploading -= 1;
		}
	}

	/** Shows the version somebody else saved; one's own comes back by Undo. */
	loadTheirs(): void {
		const { theirs } = this.queue;
		if (!theirs) return;
		const mine = this.read();
		this.queue.takeTheirs();
		this.#show(theirs);
		toasts.show('Their version is loaded', () => {
			this.#show(mine);
			this.changed();
		});
	}

	/** Makes a post of this text, and returns where it is. */
	async keepAsCopy(): Promise<string> {
		const id = await copyText(this.#options.address, this.read());
		this.#store.keep(null);
		this.queue.stop();
		return id;
	}

	/** The page goes away. */
	leave(): void {
		this.#store.write();
		this.queue.stop();
	}

	keepNow(): void {
		this.#store.write();
	}

	#show({ title, subtitle, doc }: Text): void {
		this.title = title;
		this.subtitle = subtitle;
		this.editor?.commands.setContent(doc as JSONContent, { emitUpdate: false });
		this.#count();
	}

	#count(): void {
		const { editor } = this;
		if (editor) this.words = countTextWords(editor.getText({ blockSeparator: '\n' }));
	}
}

function sameText(a: Text, b: Text): boolean {
	return a.title === b.title && a.subtitle === b.subtitle && sameDoc(a.doc, b.doc);
}

/** Stored documents come back with their keys in another order, so they are compared as nodes. */
function sameDoc(a: unknown, b: unknown): boolean {
	try {
		return Node.fromJSON(schema, a).eq(Node.fromJSON(schema, b));
	} catch {
		return false;
	}
}
