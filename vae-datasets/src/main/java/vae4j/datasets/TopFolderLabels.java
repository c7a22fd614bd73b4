package vae4j.datasets;

import java.net.URI;
import java.nio.file.Path;
import org.datavec.api.io.labels.PathLabelGenerator;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * Labels a file with the sub-folder of the root that it is in, however deep; a file in the root
 * itself has an empty label. DataVec's ParentPathLabelGenerator takes the innermost folder instead,
 * and for a folder without sub-folders its own name.
 */
final class TopFolderLabels implements PathLabelGenerator {
  private static final long serialVersionUID = 1L;

  private final String root;

  TopFolderLabels(Path root) {
    this.root = root.toString();
  }

  @Override
  public Writable getLabelForPath(String path) {
    Path relative = Path.of(root).relativize(Path.of(path));
    return new Text(relative.getNameCount() > 1 ? relative.getName(0).toString() : "");
  }

  @Override
  public Writable getLabelForPath(URI uri) {
    return getLabelForPath(Path.of(uri).toString());
  }

  @Override
  public boolean inferLabelClasses() {
    return true;
  }
}
