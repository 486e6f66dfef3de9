# Writes what Jekyll has of each document and page into the file that BLOGCONV_READ names: once the site is built,
# or with BLOGCONV_RENDER=no as soon as it is read.
require "json"

rendered = ENV["BLOGCONV_RENDER"] != "no"
Jekyll::Hooks.register(:site, rendered ? :post_write : :post_read) do |site|
  output = ENV["BLOGCONV_READ"]
  next unless output

  plain = lambda do |value|
    case value
    when Time then value.iso8601
    when Hash then value.to_h { |k, v| [k.to_s, plain.call(v)] }
    when Array then value.map(&plain)
    when nil, true, false, Integer, String then value
    when Float then value.finite? ? value : value.to_s
    else value.to_s
    end
  end
  documents = site.documents.grep(Jekyll::Document).map do |doc|
    {
      kind: doc.collection.label, source: doc.path.delete_prefix(site.source + "/"), address: doc.url, file: doc.destination(site.dest).delete_prefix(site.dest),
      title: plain.call(doc.data["title"]), date: doc.date.iso8601, tags: plain.call(doc.data["tags"] || []),
      categories: plain.call(doc.data["categories"] || []), slug: doc.data["slug"].to_s,
      layout: plain.call(doc.data["layout"]), written: doc.write?, content: doc.content.to_s,
      excerpt: rendered ? doc.data["excerpt"].to_s : "",
    }
  end
  pages = site.pages.map do |page|
    {
      kind: "page", source: page.relative_path.delete_prefix("/"), address: page.url,
      file: page.destination(site.dest).delete_prefix(site.dest), title: plain.call(page.data["title"]), date: nil,
      tags: plain.call(page.data["tags"] || []), categories: plain.call(page.data["categories"] || []),
      slug: "", layout: plain.call(page.data["layout"]), written: page.write?, content: page.content.to_s,
      excerpt: "",
    }
  end
  files = site.static_files.map { |f| { source: f.relative_path, address: f.url, written: f.write? } }
  File.write(output, JSON.generate({ documents: documents + pages, files: files }, script_safe: true))
  exit!(0) unless rendered
end
