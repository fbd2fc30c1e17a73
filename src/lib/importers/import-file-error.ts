/** A file that is not what its importer reads. One line, with the place, for whoever named it. */
export class ImportFileError extends Error {
	override name = 'ImportFileError';
}
