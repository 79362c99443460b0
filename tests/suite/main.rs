//! The program from outside: one binary, so that it is linked once.

mod agencies;
mod bad_input;
mod begin;
mod between_files;
mod calendar;
mod city;
mod commands;
mod faults;
mod figures;
mod folder;
mod forms_2025;
mod hostile;
mod library;
mod long_input;
mod new_year;
mod other_regime;
mod outline_2025;
mod pages;
mod plan;
mod prose;
mod report;
mod reproducible;
mod sheet;
mod signing;
mod tasks;
mod wording;
