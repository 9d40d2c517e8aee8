# -*- Mode: python; py-indent-offset: 4; indent-tabs-mode: nil; coding: utf-8; -*-
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the module in a tree of ns-3.35, the last one built by waf. Later trees read
# CMakeLists.txt.

import os

from waflib.Errors import WafError


def read_list(folder, name):
    """The lines of a list in the folder cmake/ of the module, without comments."""
    with open(os.path.join(folder, 'cmake', name), encoding='ascii') as lines:
        return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def optional_libraries(folder):
    """Name, header, name for the linker, and what to say where it is missing, of each library."""
    return [line.split(None, 3) for line in read_list(folder, 'optional-libraries.txt')]


def layers(folder):
    """Each folder of sources, with the names of the libraries that it cannot do without."""
    return {words[0]: words[1:] for words in map(str.split, read_list(folder, 'layers.txt'))}


def present_layers(folder, env):
    """The layers whose libraries have all been found."""
    return {layer: needs for layer, needs in layers(folder).items() if not missing(needs, env)}


def missing(needs, env):
    """What to say of those of the named libraries that have not been found."""
    return [env['PVD_NAME_' + need] for need in needs if not env['PVD_HAVE_' + need]]


def left_out(folder, env):
    """A line for each layer that lacks a library."""
    return ['pvd: %s is left out, it needs %s' % (layer, ' and '.join(missing(needs, env)))
            for layer, needs in layers(folder).items() if missing(needs, env)]


def configure(conf):
    folder = conf.path.abspath()
    for name, header, library, text in optional_libraries(folder):
        conf.env['PVD_NAME_' + name] = text
        conf.env['PVD_HAVE_' + name] = conf.check_cxx(
            header_name=header, lib=library, uselib_store='PVD_' + name, mandatory=False,
            msg='Checking for ' + text)
    for line in left_out(folder, conf.env):
        print(line)


def find(bld, folders, pattern, exclude=()):
    """Paths below the module that match a pattern in one of the folders."""
    patterns = [folder + '/' + pattern for folder in folders]
    return sorted(node.path_from(bld.path) for node in bld.path.ant_glob(patterns, excl=exclude))


def build(bld):
    folder = bld.path.abspath()
    if bld.path.name != 'pvd':
        raise WafError('this module must lie in a folder called pvd: rename %s to contrib/pvd'
                       % folder)

    present = present_layers(folder, bld.env)
    libraries = sorted({need for needs in present.values() for need in needs})
    definitions = ['PVD_HAVE_' + name for name in libraries]
    bld.env['PVD_LAYER_DEFINITIONS'] = definitions

    module = bld.create_ns3_module(
        'pvd', ['internet', 'csma', 'point-to-point', 'applications', 'internet-apps'])
    module.includes = list(present)
    module.defines = definitions
    module.use = module.use + ['PVD_' + name for name in libraries]
    module.source = find(bld, present, '*.cc')

    module_test = bld.create_ns3_module_test_library('pvd')
    module_test.includes = list(present)
    # waf wants to see folders relative to the module; quotes make the path a C string.
    module_test.defines = ['PVD_SOURCE_DIR="%s"' % folder] + definitions
    module_test.source = find(bld, ['test'], '*.cc')

    headers = bld(features='ns3header')
    headers.module = 'pvd'
    headers.source = find(bld, present, '*.h', exclude=read_list(folder, 'private-headers.txt'))

    if bld.env['ENABLE_EXAMPLES']:
        bld.recurse('examples')
